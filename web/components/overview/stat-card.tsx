import type { ReactNode } from 'react';

export interface StatCardProps {
  label: string;
  /** A line of what else there is to say; two lines are kept for it, so that nothing moves when it comes. */
  note: ReactNode;
  /** The age of the figure. */
  age: ReactNode;
  children: ReactNode;
}

/** One figure: its name above, a note and its age below, each in a place that is always kept. */
export function StatCard({ label, note, age, children }: StatCardProps) {
  return (
    <div className="flex min-w-0 flex-col rounded-card border border-line bg-panel px-4 py-3 max-md:px-3">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="mt-1 flex min-w-0 flex-1 flex-col">
        <div className="flex min-h-8 flex-col text-xl leading-8 font-semibold max-[420px]:text-lg">{children}</div>
        <div className="mt-0.5 min-h-8 text-xs text-muted">{note}</div>
        <div className="mt-auto min-h-4 pt-1 text-xs">{age}</div>
      </dd>
    </div>
  );
}
