import type { ReactNode } from 'react';

/** Figures of an estimate, by name. */
export function ActFacts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl
      aria-label="Estimate"
      className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 rounded-control border border-line bg-panel px-3 py-2 text-sm"
    >
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
