'use client';

import { toVenueId } from '@tapedeck/core/documents';
import { multiplyDecimals } from '@tapedeck/core/decimal-arithmetic';
import { settleOf } from '@tapedeck/core/margin/position-value';
import { actOffReason, useTradingAccess } from '@/components/live/trading-access.ts';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { Pnl } from '@/components/live/pnl.tsx';
import { instrumentName } from '@/format/names.ts';
import { formatMoney, formatPrice, unknownFigure } from '@/format/numbers.ts';
import { useInstrument } from '@/live/instruments.ts';
import { ActFacts } from './act-facts.tsx';
import { ActNotes } from './act-notes.tsx';
import type { ActDialogProps } from './close-dialog.tsx';
import { planClose } from './close-plan.ts';
import { useMeanwhile } from './use-meanwhile.ts';
import { useOneCommand } from './use-one-command.ts';

/** Turns a position round: closes it at the market, then opens as much on the other side. */
export function ReverseDialog({ seen, account, open, onOpenChange }: ActDialogProps) {
  const { position, notice, offReason: goneReason } = useMeanwhile(account.id, seen);
  const command = useOneCommand();
  const access = useTradingAccess(account);
  const rates = useInstrument(toVenueId(account), seen.instrumentId);
  const isSent = command.life !== undefined;
  const off =
    goneReason ??
    actOffReason(access, 'market-entry', seen.instrumentId) ??
    command.offReason ??
    (command.life?.stage === 'succeeded' ? 'It is turned round.' : undefined);
  const [from, to] = seen.side === 'long' ? (['Long', 'Short'] as const) : (['Short', 'Long'] as const);
  const { pair } = instrumentName(seen.instrumentId);
  const currency = settleOf(position);
  const plan = planClose(position, { share: '100', quantity: '', limitPrice: '' }, rates);
  const close = 'problem' in plan ? undefined : plan;
  const money = (amount: string | undefined) =>
    amount === undefined ? unknownFigure : `${formatMoney(amount, currency)} ${currency}`;

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Reverse ${from} ${pair}`}
      description={`${position.quantity} in ${account.label}, at the market`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{isSent ? 'Done' : 'Keep it'}</Button>
          <Button
            variant="danger"
            offReason={off}
            onClick={() =>
              command.send('reversePosition', { accountId: account.id, positionId: seen.id, side: seen.side })
            }
          >
            Turn {position.quantity} to {to}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-sm">
          Closes {from} {position.quantity}, and once that is filled opens {to} {position.quantity}. If the second part
          is refused, the position stays closed.
        </p>
        <ActFacts
          rows={[
            ['Price, about', formatPrice(close?.price, position.tickSize)],
            ['Value of each part', money(close?.value)],
            [
              'P&L that is realised, before fees',
              <span key="pnl">
                <Pnl amount={close?.pnl} currency={currency} state={access.prices} /> {currency}
              </span>,
            ],
            ['Fees, both parts', money(close?.fee === undefined ? undefined : multiplyDecimals(close.fee, '2'))],
          ]}
        />
        <ActNotes accountId={account.id} notice={notice} off={off} isSent={isSent} life={command.life} />
      </div>
    </Dialog>
  );
}
