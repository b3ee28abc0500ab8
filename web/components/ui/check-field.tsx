import { useId, type ComponentProps } from 'react';
import { classNames } from './class-names.ts';

export interface CheckFieldProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string;
  /** What it means, in a sentence. */
  hint: string;
}

/** A checkbox with its name and meaning; the whole row can be tapped. */
export function CheckField({ label, hint, className, ...rest }: CheckFieldProps) {
  const id = useId();
  return (
    <div className={classNames('relative flex min-h-9 items-start gap-3 max-md:min-h-11', className)}>
      <input
        id={id}
        type="checkbox"
        aria-describedby={`${id}-hint`}
        className="relative z-10 mt-0.5 size-4 shrink-0 accent-primary"
        {...rest}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="block cursor-pointer text-sm font-medium after:absolute after:inset-0">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      </div>
    </div>
  );
}
