import { useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

const control =
  'h-9 w-full rounded-control border border-control bg-panel px-3 text-base text-text placeholder:text-muted max-md:h-11 max-md:text-lg aria-invalid:border-down';

export interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

/** A labelled input; 16 px on a phone, so that the browser does not zoom. */
export function Field({ label, hint, error, className, ...rest }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        className={control}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? noteId : undefined}
        {...rest}
      />
      {note && (
        <p id={noteId} className={classNames('text-xs', error ? 'text-down' : 'text-muted')}>
          {note}
        </p>
      )}
    </div>
  );
}

export interface SelectFieldProps extends ComponentProps<'select'> {
  label: string;
}

export function SelectField({ label, className, children, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select id={id} className={control} {...rest}>
        {children}
      </select>
    </div>
  );
}
