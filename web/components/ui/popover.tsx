'use client';

import { Popover as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface PopoverProps {
  trigger: ReactNode;
  /** What a screen reader calls it. */
  label: string;
  children: ReactNode;
  className?: string;
  /** Given together where something inside closes it. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Popover({ trigger, label, children, className, ...state }: PopoverProps) {
  return (
    <Primitive.Root {...state}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className={classNames(
            'z-50 max-h-[80dvh] w-96 max-w-[calc(100vw-16px)] overflow-y-auto rounded-card border border-line bg-raised shadow-overlay animate-[appear_100ms_ease-out]',
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
