'use client';

import { useMemo, useState } from 'react';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { actOffReason, useTradingAccess } from '@/components/live/trading-access.ts';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { SelectField } from '@/components/ui/field.tsx';
import { instrumentName } from '@/format/names.ts';
import type { Account } from '@/live/accounts.ts';
import { useOrderActs } from './order-acts.tsx';

export interface CancelAllDialogProps {
  orders: readonly OrderDocument[];
  accounts: readonly Account[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const everyInstrument = '';

/** Names what would be cancelled, of which account, before anything is sent. */
export function CancelAllDialog({ orders, accounts, open, onOpenChange }: CancelAllDialogProps) {
  const withOrders = accounts.filter(({ id }) => orders.some((order) => order.accountId === id));
  const [accountId, setAccountId] = useState(withOrders[0]?.id);
  const account = accounts.find(({ id }) => id === accountId) ?? accounts[0];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Cancel all orders" description="Positions stay as they are.">
      {account ? (
        <Scope
          key={account.id}
          account={account}
          accounts={withOrders}
          orders={orders.filter((order) => order.accountId === account.id)}
          onAccount={setAccountId}
          onDone={() => onOpenChange(false)}
        />
      ) : (
        <p className="text-sm text-muted">No account has working orders.</p>
      )}
    </Dialog>
  );
}

interface ScopeProps {
  account: Account;
  accounts: readonly Account[];
  orders: readonly OrderDocument[];
  onAccount: (accountId: string) => void;
  onDone: () => void;
}

function Scope({ account, accounts, orders, onAccount, onDone }: ScopeProps) {
  const { cancelAll } = useOrderActs();
  const access = useTradingAccess(account);
  const [instrumentId, setInstrumentId] = useState(everyInstrument);
  const instruments = useMemo(() => [...new Set(orders.map((order) => order.instrumentId))].toSorted(), [orders]);
  const count = orders.filter(
    (order) => instrumentId === everyInstrument || order.instrumentId === instrumentId,
  ).length;
  const scope =
    instrumentId === everyInstrument ? account.label : `${instrumentName(instrumentId).pair}, ${account.label}`;
  const off =
    actOffReason(access, 'cancel', instrumentId) ?? (count === 0 ? 'No working order is left here.' : undefined);
  const what = count === 1 ? '1 order' : `${count} orders`;

  return (
    <div className="flex flex-col gap-3">
      <SelectField label="Account" value={account.id} onChange={({ target }) => onAccount(target.value)}>
        {(accounts.length > 0 ? accounts : [account]).map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField label="Instrument" value={instrumentId} onChange={({ target }) => setInstrumentId(target.value)}>
        <option value={everyInstrument}>Every instrument</option>
        {instruments.map((id) => (
          <option key={id} value={id}>
            {instrumentName(id).pair} {instrumentName(id).kind}
          </option>
        ))}
      </SelectField>
      <p className="text-sm">
        Cancels {what} in {scope}. What fills before the venue has taken the cancel stays filled. Orders made elsewhere
        are cancelled too.
      </p>
      {off !== undefined && <p className="text-sm text-muted">{off}</p>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>Keep them</Button>
        <Button
          variant="danger"
          offReason={off}
          onClick={() => {
            cancelAll(
              account.id,
              instrumentId === everyInstrument ? undefined : instrumentId,
              `Cancel all orders in ${scope}`,
            );
            onDone();
          }}
        >
          Cancel {what} in {scope}
        </Button>
      </div>
    </div>
  );
}
