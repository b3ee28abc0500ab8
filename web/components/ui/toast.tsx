'use client';

import { Toaster as Sonner, toast } from 'sonner';

/**
 * The corner where results are told; the middle while a panel has its buttons in that corner. Results are `role=status`;
 * failures `role=alert`.
 */
export function Toaster({ isCornerTaken }: { isCornerTaken: boolean }) {
  return (
    <Sonner
      position={isCornerTaken ? 'bottom-center' : 'bottom-right'}
      offset={16}
      mobileOffset={{ bottom: 72, left: 8, right: 8 }}
      visibleToasts={4}
      gap={8}
      toastOptions={{ unstyled: true, classNames: { toast: 'w-full md:w-88' } }}
    />
  );
}

export interface ToastText {
  readonly title: string;
  readonly detail?: string | undefined;
}

const frame = 'font-sans rounded-card border bg-raised px-3 py-2.5 text-sm shadow-overlay';

export function showResult({ title, detail }: ToastText): void {
  toast.custom(() => (
    <output className={`${frame} block border-line`}>
      <span className="block font-medium">{title}</span>
      {detail && <span className="block text-muted">{detail}</span>}
    </output>
  ));
}

export function showFailure({ title, detail }: ToastText): void {
  toast.custom(
    () => (
      <div role="alert" className={`${frame} border-down`}>
        <p className="font-medium">{title}</p>
        {detail && <p className="text-muted">{detail}</p>}
      </div>
    ),
    { duration: 10_000 },
  );
}
