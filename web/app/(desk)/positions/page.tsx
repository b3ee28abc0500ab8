import type { Metadata } from 'next';
import { PositionsPage } from '@/components/positions/positions-page.tsx';

export const metadata: Metadata = { title: 'Positions' };

export default function Positions() {
  return <PositionsPage />;
}
