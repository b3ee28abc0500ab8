import type { Metadata } from 'next';
import { InvitePage } from '@/components/invite/invite-page.tsx';

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

export default function InviteRoute() {
  return <InvitePage />;
}
