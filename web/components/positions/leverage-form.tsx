'use client';

import { useState, type FormEvent } from 'react';
import type { Position } from '@tapedeck/core/model/position';
import { actOffReason, type TradingAccess } from '@/components/live/trading-access.ts';
import { parseAmount } from '@/components/ticket/amount.ts';
import { AmountField } from '@/components/ticket/amount-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { instrumentName } from '@/format/names.ts';
import { ActOutcome } from './act-outcome.tsx';
import { useOneCommand } from './use-one-command.ts';

export interface LeverageFormProps {
  position: Position;
  accountId: string;
  access: TradingAccess;
}

/** The leverage setting of the position's instrument, in this account. */
export function LeverageForm({ position, accountId, access }: LeverageFormProps) {
  const { instrumentId } = position;
  const known = access.trading?.leverage[instrumentId] ?? position.leverage;
  const [edit, setEdit] = useState<string>();
  const command = useOneCommand();
  const text = edit ?? known ?? '';
  const amount = parseAmount(text);
  const problem = amount && 'problem' in amount ? amount.problem : undefined;
  const value = amount && 'value' in amount ? amount.value : undefined;
  const isOffered = access.trading?.capabilities?.leverage !== false;
  const noLeverage = isOffered ? undefined : 'Tapedeck sets no leverage at this exchange.';
  const off = noLeverage ?? actOffReason(access, 'entry', instrumentId) ?? command.offReason;
  const blocked = off ?? problem ?? (value === undefined || value === known ? 'It is what is set already.' : undefined);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (blocked !== undefined || value === undefined) return;
    command.send('setLeverage', { accountId, instrumentId, leverage: value });
  };

  return (
    <section aria-label="Leverage">
      <h3 className="mt-6 mb-2 text-sm font-semibold">Leverage</h3>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <div className="flex items-start gap-3">
          <AmountField
            label="Leverage, times"
            className="flex-1"
            value={text}
            error={problem}
            hint={`Of ${instrumentName(instrumentId).pair} in this account. The margin of the position changes with it.`}
            onValue={setEdit}
          />
          <Button type="submit" offReason={blocked} className="mt-6">
            Set leverage
          </Button>
        </div>
        {off !== undefined && <p className="text-sm text-muted">{off}</p>}
        <ActOutcome accountId={accountId} life={command.life} />
      </form>
    </section>
  );
}
