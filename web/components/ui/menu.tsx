'use client';

import { Check } from 'lucide-react';
import { DropdownMenu as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
}

export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-[70dvh] max-w-[calc(100vw-16px)] min-w-48 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-overlay animate-[appear_100ms_ease-out]"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

const item =
  'flex min-h-9 cursor-pointer items-center gap-2 rounded-control px-2 py-1 text-sm outline-none select-none max-md:min-h-11 data-highlighted:bg-sunken';

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <Primitive.Item className={item} onSelect={onSelect}>
      {children}
    </Primitive.Item>
  );
}

/** One of several, with a tick at the chosen one. */
export function MenuChoice({
  checked,
  onSelect,
  children,
}: {
  checked: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Primitive.CheckboxItem className={item} checked={checked} onSelect={onSelect}>
      <span className="w-4 shrink-0">{checked && <Check aria-hidden size={16} className="text-accent" />}</span>
      {children}
    </Primitive.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Primitive.Label className="px-2 py-1.5 text-xs text-muted">{children}</Primitive.Label>;
}

export function MenuLine() {
  return <Primitive.Separator className="my-1 h-px bg-line" />;
}
