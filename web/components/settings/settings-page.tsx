'use client';

import { useEffect } from 'react';
import { AccountsCard } from './accounts/accounts-card.tsx';
import { AppearanceCard } from './appearance-card.tsx';
import { DeskCard } from './desk-card.tsx';
import { MembersCard } from './members-card.tsx';
import { NotificationsCard } from './notifications-card.tsx';
import { SyncCard } from './sync-card.tsx';

export function SettingsPage() {
  useEffect(() => {
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <div className="flex flex-col gap-3">
      <h1 className="text-xl font-semibold">Settings</h1>
      <div className="grid items-start gap-3 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-3">
          <AppearanceCard />
          <NotificationsCard />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <AccountsCard />
          <SyncCard />
          <MembersCard />
          <DeskCard />
        </div>
      </div>
    </div>
  );
}
