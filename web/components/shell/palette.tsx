'use client';

import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { brokerName, environmentName } from '@/format/names.ts';
import { useAccounts } from '@/live/accounts.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { dataOf } from '@/live/loadable.ts';
import { openStop } from '@/components/stop/stop-state.ts';
import { openTicket } from '@/components/ticket/open-ticket.ts';
import { useFocusReturn } from '@/components/ui/dialog.tsx';
import { themes, updateRates } from '@/preferences/preferences.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';
import type { OverlayProps } from './lazy-overlays.tsx';
import { pages } from './pages.ts';

const group =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted';

/** Everything that can be reached, by typing a part of its name. */
export function Palette({ open, onOpenChange }: OverlayProps) {
  const router = useRouter();
  const accounts = dataOf(useAccounts()) ?? [];
  const { role } = useMembership();
  const [, setPreferences] = usePreferences();
  const focusReturn = useFocusReturn();
  const run = (action: () => void) => () => {
    onOpenChange(false);
    action();
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.55)]" />
        <Dialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 w-[calc(100vw-16px)] max-w-140 -translate-x-1/2 overflow-hidden rounded-card border border-line bg-raised shadow-overlay"
        >
          <Dialog.Title className="sr-only">Search pages, accounts and actions</Dialog.Title>
          <Command label="Search pages, accounts and actions" loop>
            <Command.Input
              placeholder="Go to a page, choose an account…"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-lg outline-none placeholder:text-muted"
            />
            <Command.List className="max-h-[50dvh] overflow-y-auto p-1.5">
              <Command.Empty className="p-6 text-center text-sm text-muted">Nothing has that name.</Command.Empty>
              <Command.Group heading="Pages" className={group}>
                {pages.map((page) => (
                  <Item key={page.href} onSelect={run(() => router.push(page.href))} hint={`g ${page.letter}`}>
                    <page.icon aria-hidden size={16} className="text-muted" />
                    {page.title}
                  </Item>
                ))}
              </Command.Group>
              <Command.Group heading="Trading" className={group}>
                <Item onSelect={run(() => openTicket())} hint="t">
                  New order
                </Item>
                {role !== 'viewer' && <Item onSelect={run(openStop)}>Stop trading …</Item>}
              </Command.Group>
              <Command.Group heading="Accounts" className={group}>
                <Item onSelect={run(() => setPreferences({ accountId: undefined }))}>All accounts</Item>
                {accounts.map((account) => (
                  <Item
                    key={account.id}
                    onSelect={run(() => setPreferences({ accountId: account.id }))}
                    hint={`${brokerName(account.broker)} ${environmentName(account.environment)}`}
                  >
                    {account.label}
                  </Item>
                ))}
              </Command.Group>
              <Command.Group heading="Appearance" className={group}>
                {themes.map((theme) => (
                  <Item key={theme} onSelect={run(() => setPreferences({ theme }))}>
                    Theme: {theme}
                  </Item>
                ))}
                {updateRates.map((updateRate) => (
                  <Item key={updateRate} onSelect={run(() => setPreferences({ updateRate }))}>
                    Update rate: {updateRate}
                  </Item>
                ))}
              </Command.Group>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Item({ onSelect, hint, children }: { onSelect: () => void; hint?: string; children: ReactNode }) {
  return (
    <Command.Item
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-3 text-sm data-[selected=true]:bg-sunken max-md:min-h-11"
    >
      {children}
      {hint && <span className="ml-auto text-xs text-muted">{hint}</span>}
    </Command.Item>
  );
}
