'use client';

import { Wallet } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';
import type { Position } from '@tapedeck/core/model/position';
import { usePreload } from '@/components/shell/use-preload.ts';
import { openTicket } from '@/components/ticket/open-ticket.ts';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState, SkeletonRows } from '@/components/ui/states.tsx';
import type { Account } from '@/live/accounts.ts';
import type { PositionRef } from './position-drawer.tsx';
import { defaultSort } from './position-sort.ts';
import { PositionsTable } from './positions-table.tsx';
import { usePositionGroups } from './use-position-groups.ts';

const loadDrawer = () => import('./position-drawer.tsx').then((module) => module.PositionDrawer);
const PositionDrawer = dynamic(loadDrawer, { ssr: false });
const loadCloseDialog = () => import('./close-dialog.tsx').then((module) => module.CloseDialog);
const CloseDialog = dynamic(loadCloseDialog, { ssr: false });

/** The open positions of some accounts, and the drawer of the one that is looked at. */
export function PositionsBody({ accounts, compact = false }: { accounts: readonly Account[]; compact?: boolean }) {
  usePreload(loadDrawer);
  usePreload(loadCloseDialog);
  const [sort, setSort] = useState(defaultSort);
  const [opened, setOpened] = useState<PositionRef>();
  const [isOpen, setIsOpen] = useState(false);
  const groups = usePositionGroups(accounts, sort);
  const open = useCallback((accountId: string, positionId: string) => {
    setOpened({ accountId, positionId });
    setIsOpen(true);
  }, []);
  const [closing, setClosing] = useState<{ readonly accountId: string; readonly seen: Position }>();
  const close = useCallback((accountId: string, seen: Position) => setClosing({ accountId, seen }), []);
  const closingAccount = accounts.find(({ id }) => id === closing?.accountId);
  const count = groups.reduce((sum, group) => sum + group.ids.length, 0);
  const isLoaded = accounts.length > 0 && groups.every((group) => group.isLoaded);

  return (
    <>
      {count > 0 && (
        <PositionsTable groups={groups} sort={sort} compact={compact} onSort={setSort} onOpen={open} onClose={close} />
      )}
      {count === 0 && !isLoaded && <SkeletonRows rows={compact ? 6 : 8} label="Loading positions" />}
      {count === 0 && isLoaded && (
        <EmptyState
          icon={Wallet}
          title="No open positions"
          action={
            <Button variant="primary" onClick={() => openTicket()}>
              New order
            </Button>
          }
        >
          What is opened here, by a bot or directly at the broker appears by itself, within a second or two.
        </EmptyState>
      )}
      {opened && <PositionDrawer position={opened} open={isOpen} onOpenChange={setIsOpen} />}
      {closing && closingAccount && (
        <CloseDialog seen={closing.seen} account={closingAccount} open onOpenChange={() => setClosing(undefined)} />
      )}
    </>
  );
}
