import type { ReactNode } from 'react';
import { DeskGate } from '@/components/shell/desk-gate.tsx';
import { Shell } from '@/components/shell/shell.tsx';

export default function DeskLayout({ children }: { children: ReactNode }) {
  return (
    <DeskGate>
      <Shell>{children}</Shell>
    </DeskGate>
  );
}
