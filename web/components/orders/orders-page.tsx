'use client';

import { Plus } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { NoAccounts } from '@/components/shell/no-accounts.tsx';
import { openTicket } from '@/components/ticket/open-ticket.ts';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Tabs } from '@/components/ui/tabs.tsx';
import { useAccounts, useChosenAccounts, type Account } from '@/live/accounts.ts';
import { useCommand } from '@/live/commands.ts';
import { dataOf } from '@/live/loadable.ts';
import { useWorkingOrders } from '@/live/orders.ts';
import { AmendDialog } from './amend-dialog.tsx';
import { CancelAllDialog } from './cancel-all-dialog.tsx';
import { EndedOrders } from './ended-orders.tsx';
import { OrderActsProvider, useOrderActs } from './order-acts.tsx';
import { OrderDrawer } from './order-drawer.tsx';
import { orderKey } from './order-words.ts';
import { StatisticsCard } from './statistics-card.tsx';
import { WorkingOrders } from './working-orders.tsx';

export function OrdersPage() {
  const { accounts } = useChosenAccounts();
  const all = useAccounts();
  const isEmpty = all.status === 'success' && dataOf(all)?.length === 0;
  return (
    <OrderActsProvider>
      {isEmpty ? (
        <>
          <h1 className="text-xl font-semibold">Orders</h1>
          <NoAccounts>This desk has no broker account. Orders at one appear here by themselves.</NoAccounts>
        </>
      ) : (
        <Orders accounts={accounts} />
      )}
    </OrderActsProvider>
  );
}

type TabName = 'working' | 'filled' | 'failed';

interface Opened {
  readonly what: 'drawer' | 'amend';
  readonly order: OrderDocument;
}

function Orders({ accounts }: { accounts: readonly Account[] }) {
  const accountIds = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const working = useWorkingOrders(accountIds);
  const [tab, setTab] = useState<TabName>('working');
  const [opened, setOpened] = useState<Opened>();
  const [isOpen, setIsOpen] = useState(false);
  const [isCancelling, setIsCancelling] = useState(false);
  const show = (what: Opened['what']) => (order: OrderDocument) => {
    setOpened({ what, order });
    setIsOpen(true);
  };
  const known = dataOf(working);
  const orders = known ?? [];
  const account = accounts.find(({ id }) => id === opened?.order.accountId);
  const shared = { accounts, onOpen: show('drawer'), onAmend: show('amend') };
  const dialog = opened && { opened: opened.order, open: isOpen, onOpenChange: setIsOpen };

  return (
    <div className="flex flex-col gap-3 max-md:gap-2">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-xl font-semibold">Orders</h1>
        <span className="flex gap-2">
          <Button size="sm" offReason={cancelOffReason(known)} onClick={() => setIsCancelling(true)}>
            Cancel all…
          </Button>
          <Button size="sm" variant="primary" onClick={() => openTicket()}>
            <Plus aria-hidden size={14} />
            New order
          </Button>
        </span>
      </header>
      <StatisticsCard accountIds={accountIds} />
      <Card flush>
        <LastAct />
        <Tabs<TabName>
          label="Orders"
          value={tab}
          onChange={setTab}
          tabs={[
            tabOf(
              'working',
              known ? `Working (${known.length})` : 'Working',
              <WorkingOrders found={working} {...shared} />,
            ),
            tabOf('filled', 'Filled', <EndedOrders how="filled" {...shared} />),
            tabOf('failed', 'Failed', <EndedOrders how="failed" {...shared} />),
          ]}
        />
      </Card>
      {dialog && account && opened.what === 'drawer' && (
        <OrderDrawer key={orderKey(opened.order)} account={account} onAmend={show('amend')} {...dialog} />
      )}
      {dialog && account && opened.what === 'amend' && (
        <AmendDialog key={orderKey(opened.order)} account={account} {...dialog} />
      )}
      {isCancelling && <CancelAllDialog orders={orders} accounts={accounts} open onOpenChange={setIsCancelling} />}
    </div>
  );
}

function cancelOffReason(working: readonly OrderDocument[] | undefined): string | undefined {
  if (!working) return 'Working orders are not known yet.';
  return working.length === 0 ? 'There is no working order to cancel.' : undefined;
}

function tabOf(value: TabName, label: string, content: ReactNode) {
  return { value, label, content };
}

/** What became of the last act from this page. */
function LastAct() {
  const { last } = useOrderActs();
  const life = useCommand(last?.commandId);
  return (
    last &&
    life && (
      <div className="px-4 pt-3">
        <CommandStageLine title={last.title} life={life} />
      </div>
    )
  );
}
