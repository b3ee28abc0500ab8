'use client';

import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import { useRef, type ReactNode, type RefObject } from 'react';
import { classNames } from './class-names.ts';
import { Button } from './button.tsx';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons at the foot. */
  footer?: ReactNode;
  className?: string;
  /** Where the focus starts; the first control where absent. */
  initialFocus?: RefObject<HTMLElement | null>;
}

const overlay = 'fixed inset-0 z-40 bg-[rgb(0_0_0/0.55)] animate-[appear_120ms_ease-out]';

/** Puts the focus back where it was when the dialog opened: those here have no trigger that Radix would know. */
export function useFocusReturn(initialFocus?: RefObject<HTMLElement | null>) {
  const opener = useRef<Element>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      opener.current = document.activeElement;
      if (!initialFocus?.current) return;
      event.preventDefault();
      initialFocus.current.focus();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (opener.current instanceof HTMLElement) opener.current.focus();
    },
  };
}

/** A dialog in the middle; on a phone a sheet from below. Focus returns to what opened it. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  className,
  initialFocus,
}: DialogProps) {
  const focusReturn = useFocusReturn(initialFocus);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlay} />
        <Primitive.Content
          {...focusReturn}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={classNames(
            'fixed z-50 flex max-h-[85dvh] flex-col rounded-card border border-line bg-raised shadow-overlay animate-[appear_120ms_ease-out]',
            'inset-x-2 bottom-2 md:inset-x-auto md:top-1/2 md:bottom-auto md:left-1/2 md:w-120 md:-translate-x-1/2 md:-translate-y-1/2',
            className,
          )}
        >
          <Heading title={title} description={description} />
          <div className="min-h-0 overflow-y-auto px-4 pb-4">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line p-3">{footer}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** A panel that slides in from the right; on a phone it takes the whole screen. */
export function Drawer({ open, onOpenChange, title, description, children, footer }: DialogProps) {
  const focusReturn = useFocusReturn();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlay} />
        <Primitive.Content
          {...focusReturn}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="fixed inset-y-0 right-0 z-50 flex w-full flex-col border-l border-line bg-raised shadow-overlay animate-[slide-in_160ms_ease-out] md:w-110"
        >
          <Heading title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line p-3">{footer}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Heading({ title, description }: Pick<DialogProps, 'title' | 'description'>) {
  return (
    <header className="flex items-start justify-between gap-4 px-4 py-3">
      <div className="min-w-0">
        <Primitive.Title className="text-lg font-semibold">{title}</Primitive.Title>
        {description && <Primitive.Description className="text-sm text-muted">{description}</Primitive.Description>}
      </div>
      <Primitive.Close asChild>
        <Button variant="ghost" size="icon" aria-label="Close" className="-mt-1 -mr-2">
          <X aria-hidden size={18} />
        </Button>
      </Primitive.Close>
    </header>
  );
}
