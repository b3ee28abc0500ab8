/** Two reels and the tape between them. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 24 24" fill="none">
      <rect width="24" height="24" rx="6" fill="var(--primary)" />
      <circle cx="8" cy="10.5" r="3.25" stroke="#fff" strokeWidth="1.5" />
      <circle cx="16" cy="10.5" r="3.25" stroke="#fff" strokeWidth="1.5" />
      <path d="M5 17.25h3l2-2.5 2.5 4 2-3 1 1.5H19" stroke="#fff" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
