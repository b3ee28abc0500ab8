'use client';

import { lazy, Suspense, useCallback, useState, type FormEvent } from 'react';
import { settleOf } from '@tapedeck/core/margin/position-value';
import type { Position } from '@tapedeck/core/model/position';
import { actOffReason, type TradingAccess } from '@/components/live/trading-access.ts';
import { AmountField } from '@/components/ticket/amount-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { formatSignedMoney, formatSignedPercent } from '@/format/numbers.ts';
import { ActOutcome } from './act-outcome.tsx';
import { pnlAt } from './close-plan.ts';
import type { LevelField } from './level-chart.tsx';
import { readStops, shownStop, stopFields, stopNames, type StopEdits, type StopField } from './stops-form.ts';
import { useOneCommand } from './use-one-command.ts';

const LevelChart = lazy(async () => ({ default: (await import('./level-chart.tsx')).LevelChart }));

export interface StopsPanelProps {
  position: Position;
  accountId: string;
  access: TradingAccess;
}

/** Stop, target and trailing distance, by number or by dragging their lines; sent together. */
export function StopsPanel({ position, accountId, access }: StopsPanelProps) {
  const [edits, setEdits] = useState<StopEdits>({});
  const command = useOneCommand();
  const { changes, problems } = readStops(position, edits);
  const off = actOffReason(access, 'exit', position.instrumentId) ?? command.offReason;
  const { capabilities } = access.trading ?? {};
  const isEdited = Object.keys(edits).length > 0;
  const blocked =
    off ??
    Object.values(problems)[0] ??
    (Object.keys(changes).length === 0 ? 'Nothing differs from what is set.' : undefined);
  const edit = (field: StopField, text: string) => setEdits((known) => ({ ...known, [field]: text }));
  const move = useCallback(
    (field: LevelField, price: string) => setEdits((known) => ({ ...known, [field]: price })),
    [],
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (blocked !== undefined) return;
    command.send('setStops', { accountId, positionId: position.id, side: position.side, ...changes });
  };

  const heading = <h3 className="mt-6 mb-2 text-sm font-semibold">Stop and target</h3>;
  if (capabilities?.positionStops === false) {
    return (
      <section aria-label="Stop and target">
        {heading}
        <p className="text-sm text-muted">
          Tapedeck sets no stops of positions at this exchange. Set them in the exchange’s own app.
        </p>
      </section>
    );
  }
  const fields = stopFields.filter((field) => field !== 'trailingStop' || capabilities?.trailingStop !== false);
  return (
    <section aria-label="Stop and target">
      {heading}
      <Suspense fallback={<Skeleton className="h-56 w-full" />}>
        <LevelChart
          position={position}
          stopLoss={levelOf(position, edits, 'stopLoss')}
          takeProfit={levelOf(position, edits, 'takeProfit')}
          onMove={move}
        />
      </Suspense>
      <form onSubmit={submit} className="mt-3 flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-3">
          {fields.map((field) => (
            <AmountField
              key={field}
              label={stopNames[field]}
              placeholder="None"
              value={shownStop(position, edits, field)}
              error={problems[field]}
              hint={hintOf(position, field, shownStop(position, edits, field))}
              onValue={(text) => edit(field, text)}
            />
          ))}
        </div>
        {off !== undefined && <p className="text-sm text-muted">{off}</p>}
        <ActOutcome accountId={accountId} life={command.life} />
        <div className="flex flex-wrap justify-end gap-2">
          {isEdited && <Button onClick={() => setEdits({})}>As it is set</Button>}
          <Button variant="primary" type="submit" offReason={blocked}>
            Set stop and target
          </Button>
        </div>
      </form>
    </section>
  );
}

function levelOf(position: Position, edits: StopEdits, field: LevelField): string | undefined {
  const text = shownStop(position, edits, field);
  return Number(text) > 0 ? text : undefined;
}

/** What the position would earn at a level, from its entry. */
function hintOf(position: Position, field: StopField, text: string): string | undefined {
  if (!/^\d+(?:\.\d+)?$/.test(text) || Number(text) === 0) {
    return field === 'trailingStop' ? 'How far behind the market the stop follows.' : undefined;
  }
  if (field === 'trailingStop') return 'Behind the market, in price.';
  const currency = settleOf(position);
  const distance = position.markPrice === undefined ? undefined : Number(text) / Number(position.markPrice) - 1;
  return `${formatSignedMoney(pnlAt(position, text), currency)} ${currency}, ${formatSignedPercent(distance)} away`;
}
