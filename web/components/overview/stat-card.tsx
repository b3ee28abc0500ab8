import type { ReactNode } from 'react';

/** One figure with its name: name above, figure, and one line below that always has its place. */
export function StatCard({ label, note, children }: { label: string; note: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-[104px] min-w-0 flex-col rounded-card border border-line bg-panel px-4 py-3 max-md:px-3">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="mt-1 min-w-0">
        <div className="flex min-h-8 flex-col text-xl leading-8 font-semibold max-[420px]:text-lg">{children}</div>
        <div className="mt-0.5 min-h-4 text-xs text-muted">{note}</div>
      </dd>
    </div>
  );
}
