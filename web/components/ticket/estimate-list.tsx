'use client';

import type { InstrumentTerms } from '@tapedeck/core/model/instrument-terms';
import type { OrderCheck } from '@tapedeck/core/risk/check-order';
import { formatMoney, formatPrice, formatQuantity, unknownFigure } from '@/format/numbers.ts';

export interface EstimateListProps {
  check: OrderCheck | undefined;
  instrument: InstrumentTerms | undefined;
  currency: string | undefined;
}

/** What the order would cost and risk if it filled whole at its expected price. */
export function EstimateList({ check, instrument, currency }: EstimateListProps) {
  const estimate = check?.estimate;
  const inAccount = estimate?.inAccount;
  const amounts = inAccount ?? estimate?.inQuote;
  const unit = (inAccount ? currency : instrument?.quote) ?? '';
  const money = (amount: string | undefined) =>
    amount === undefined ? unknownFigure : `${formatMoney(amount, unit)} ${unit}`;
  const isPerpetual = instrument?.kind !== 'spot';
  const rows: readonly (readonly [string, string] | undefined)[] = [
    [
      'Quantity',
      check?.quantity === undefined || !instrument
        ? unknownFigure
        : `${formatQuantity(check.quantity, instrument.stepSize)} ${instrument.contractSize === '1' ? instrument.base : 'contracts'}`,
    ],
    ['Value', money(amounts?.value)],
    ['Fee', money(amounts?.fee)],
    isPerpetual ? ['Margin', money(amounts?.margin)] : undefined,
    ['Has to be free', money(amounts?.cost)],
    isPerpetual
      ? [
          'Liquidation price',
          estimate?.liquidationPrice === undefined || !instrument
            ? unknownFigure
            : formatPrice(estimate.liquidationPrice, instrument.tickSize),
        ]
      : undefined,
    amounts?.risk === undefined ? undefined : ['Loss at the stop', money(amounts.risk)],
    amounts?.reward === undefined ? undefined : ['Gain at the target', money(amounts.reward)],
  ];
  return (
    <section aria-label="Estimate" className="rounded-control border border-line bg-panel px-3 py-2">
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
        {rows.map(
          (row) =>
            row && (
              <div key={row[0]} className="contents">
                <dt className="text-muted">{row[0]}</dt>
                <dd className="text-right">{row[1]}</dd>
              </div>
            ),
        )}
      </dl>
      <p className="mt-1.5 text-xs text-muted">An estimate at the expected price, without slippage.</p>
    </section>
  );
}
