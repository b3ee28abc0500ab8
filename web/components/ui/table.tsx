import type { ComponentProps, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';

export interface TableProps {
  /** What a screen reader calls it. */
  label: string;
  className?: string | undefined;
  /** The box that scrolls. */
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
}

/** A native table; what is too wide scrolls inside its own box, never the page. */
export function Table({ label, className, ref, children }: TableProps) {
  return (
    <section
      ref={ref}
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll it
      tabIndex={0}
      className={classNames('relative overflow-auto', className)}
    >
      <table className="w-full border-collapse text-sm">{children}</table>
    </section>
  );
}

export interface CellProps {
  /** Numbers stand at the right. */
  numeric?: boolean;
}

export function Th({ numeric, className, ...rest }: ComponentProps<'th'> & CellProps) {
  return (
    <th
      scope="col"
      className={classNames(
        'sticky top-0 z-10 h-8 border-b border-line bg-panel px-3 text-xs font-medium first:pl-4 last:pr-4 whitespace-nowrap text-muted',
        numeric ? 'text-right' : 'text-left',
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ numeric, className, ...rest }: ComponentProps<'td'> & CellProps) {
  return (
    <td
      className={classNames(
        'h-9 border-b border-line px-3 whitespace-nowrap first:pl-4 last:pr-4',
        numeric && 'text-right',
        className,
      )}
      {...rest}
    />
  );
}
