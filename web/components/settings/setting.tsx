import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names.ts';

export interface SettingProps {
  name: string;
  /** What it does, in a sentence. */
  hint?: ReactNode;
  /** The choice needs the whole width: it stands below. */
  wide?: boolean;
  children: ReactNode;
}

/** One setting: its name and meaning at the left, the choice at the right; one above the other on a phone. */
export function Setting({ name, hint, wide = false, children }: SettingProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-3 first:pt-0 last:border-0 last:pb-0">
      <div className={classNames('min-w-0 max-md:basis-full', wide ? 'basis-full' : 'md:max-w-[55%]')}>
        <p className="font-medium">{name}</p>
        {hint && <p className="text-sm text-muted">{hint}</p>}
      </div>
      {children}
    </div>
  );
}
