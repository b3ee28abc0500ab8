import type { Metadata } from 'next';
import { RealtimePage } from '@/components/realtime/realtime-page.tsx';

export const metadata: Metadata = { title: 'Freshness test' };

export default function TestRealtimeRoute() {
  return <RealtimePage />;
}
