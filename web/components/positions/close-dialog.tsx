'use client';

import { useState, type FormEvent } from 'react';
import { toVenueId } from '@tapedeck/core/documents';
import { settleOf } from '@tapedeck/core/margin/position-value';
import type { Position } from '@tapedeck/core/model/position';
import { Pnl } from '@/components/live/pnl.tsx';
import { actOffReason, useTradingAccess } from '@/components/live/trading-access.ts';
import { AmountField } from '@/components/ticket/amount-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { Segments } from '@/components/ui/tabs.tsx';
import { instrumentName } from '@/format/names.ts';
import { formatMoney, formatPrice, unknownFigure } from '@/format/numbers.ts';
import type { Account } from '@/live/accounts.ts';
import type { ShownState } from '@/live/freshness.ts';
import { useInstrument } from '@/live/instruments.ts';
import { ActFacts } from './act-facts.tsx';
import { ActNotes } from './act-notes.tsx';
import { closeShares, planClose, type CloseForm, type ClosePlan, type CloseShare } from './close-plan.ts';
import { useMeanwhile } from './use-meanwhile.ts';
import { useOneCommand } from './use-one-command.ts';

export interface ActDialogProps {
  /** As the person saw it when they asked for the dialog. */
  seen: Position;
  account: Account;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const shareNames: Record<CloseShare, string> = {
  '25': '25%',
  '50': '50%',
  '75': '75%',
  '100': 'All',
  number: 'Number',
};

/** Names the size, the account and what it would come to; the second click sends. */
export function CloseDialog({ seen, account, open, onOpenChange }: ActDialogProps) {
  const { position, notice, offReason: goneReason } = useMeanwhile(account.id, seen);
  const [form, setForm] = useState<CloseForm>({ share: '100', quantity: '', limitPrice: '' });
  const command = useOneCommand();
  const access = useTradingAccess(account);
  const rates = useInstrument(toVenueId(account), seen.instrumentId);
  const plan = planClose(position, form, rates);
  const problem = 'problem' in plan ? plan : undefined;
  const isSent = command.life !== undefined;
  const off = goneReason ?? actOffReason(access, 'exit', seen.instrumentId) ?? command.offReason;
  const { pair } = instrumentName(seen.instrumentId);
  const base = seen.instrumentId.split('-')[0] ?? '';
  const side = seen.side === 'long' ? 'Long' : 'Short';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (off !== undefined || 'problem' in plan) return;
    command.send('closePosition', {
      accountId: account.id,
      positionId: seen.id,
      side: seen.side,
      ...(plan.part && { part: plan.part }),
      ...(plan.limitPrice !== undefined && { limitPrice: plan.limitPrice }),
    });
  };

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Close ${side} ${pair}`}
      description={`${position.quantity} ${base} in ${account.label}, ${'limitPrice' in plan ? 'at a limit' : 'at the market'}`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{isSent ? 'Done' : 'Keep it'}</Button>
          <Button variant="danger" type="submit" form="close-position" offReason={off ?? problem?.problem}>
            Close {'problem' in plan ? '' : plan.isWhole ? `all ${plan.quantity}` : plan.quantity} {base}
          </Button>
        </>
      }
    >
      <form id="close-position" onSubmit={submit} className="flex flex-col gap-3">
        <Segments<CloseShare>
          label="How much to close"
          value={form.share}
          onChange={(share) => setForm((known) => ({ ...known, share }))}
          options={closeShares.map((value) => ({ value, label: shareNames[value] }))}
        />
        {form.share === 'number' && (
          <AmountField
            label={`Quantity, ${base}`}
            value={form.quantity}
            error={problem?.field === 'quantity' ? problem.problem : undefined}
            onValue={(quantity) => setForm((known) => ({ ...known, quantity }))}
          />
        )}
        {form.share !== 'number' && problem?.field === 'quantity' && (
          <p className="text-sm text-down">{problem.problem}</p>
        )}
        <AmountField
          label="Limit price"
          placeholder="At the market"
          value={form.limitPrice}
          error={problem?.field === 'limitPrice' ? problem.problem : undefined}
          hint="Leave it empty to close at the market at once."
          onValue={(limitPrice) => setForm((known) => ({ ...known, limitPrice }))}
        />
        {!('problem' in plan) && <Estimate plan={plan} position={position} prices={access.prices} />}
        <ActNotes accountId={account.id} notice={notice} off={off} isSent={isSent} life={command.life} />
      </form>
    </Dialog>
  );
}

function Estimate({ plan, position, prices }: { plan: ClosePlan; position: Position; prices: ShownState }) {
  const currency = settleOf(position);
  const money = (amount: string | undefined) =>
    amount === undefined ? unknownFigure : `${formatMoney(amount, currency)} ${currency}`;
  return (
    <ActFacts
      rows={[
        ['Price, about', formatPrice(plan.price, position.tickSize)],
        ['Value', money(plan.value)],
        [
          'P&L of this part, before fees',
          <span key="pnl">
            <Pnl amount={plan.pnl} currency={currency} state={prices} /> {currency}
          </span>,
        ],
        ['Fee', money(plan.fee)],
      ]}
    />
  );
}
