import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface CardProps {
  title?: ReactNode;
  /** Stands at the right of the title. */
  actions?: ReactNode;
  /** Without padding, for tables that reach the edges. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A panel with a heading; a region of its own for screen readers. */
export function Card({ title, actions, flush = false, className, children }: CardProps) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={title ? headingId : undefined}
      className={classNames('min-w-0 rounded-card border border-line bg-panel', className)}
    >
      {title && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
          <h2 id={headingId} className="text-sm font-semibold">
            {title}
          </h2>
          {actions}
        </header>
      )}
      <div className={flush ? undefined : classNames('px-4 pb-4', !title && 'pt-4')}>{children}</div>
    </section>
  );
}
