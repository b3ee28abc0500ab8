import type { ComponentProps, MouseEvent } from 'react';
import { classNames } from './class-names.ts';

const variants = {
  primary: 'bg-primary text-white hover:brightness-110 border-transparent',
  secondary: 'bg-raised text-text border-control hover:bg-sunken',
  ghost: 'bg-transparent text-muted border-transparent hover:bg-sunken hover:text-text',
  danger: 'bg-danger text-white hover:brightness-110 border-transparent',
} as const;

const sizes = {
  md: 'h-9 px-3 text-base max-md:h-11',
  sm: 'h-7 px-2 text-sm max-md:h-11',
  icon: 'size-9 max-md:size-11',
} as const;

interface Look {
  variant?: keyof typeof variants | undefined;
  size?: keyof typeof sizes | undefined;
}

/** The look of a button, also for a link that stands as one. */
export function buttonLook({ variant = 'secondary', size = 'md' }: Look = {}): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap select-none',
    variants[variant],
    sizes[size],
  );
}

export interface ButtonProps extends ComponentProps<'button'>, Look {
  /** Why it is off: the button stays focusable, does nothing, and tells. Show the reason in sight as well. */
  offReason?: string | undefined;
}

export function Button({ variant, size, offReason, className, onClick, ...rest }: ButtonProps) {
  const isOff = offReason !== undefined;
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      aria-disabled={isOff || undefined}
      title={offReason}
      onClick={click}
      className={classNames(buttonLook({ variant, size }), isOff && 'opacity-60 saturate-50', className)}
      {...rest}
    />
  );
}
