'use client';

import { orderTypes, type OrderType, type TimeInForce } from '@tapedeck/core/model/order-kinds';
import { defaultTimeInForce, orderFields } from '@tapedeck/core/orders/order-fields';
import type { QuantityUnit } from '@tapedeck/core/orders/order-intent';
import type { TradingCapabilities } from '@tapedeck/core/orders/trading-capabilities';
import { CheckField } from '@/components/ui/check-field.tsx';
import { SelectField } from '@/components/ui/field.tsx';
import { Segments } from '@/components/ui/tabs.tsx';
import { AmountField } from './amount-field.tsx';
import { timeInForceNames, typeNames } from './order-words.ts';
import { isSpot, mayProtect, needOf, type TicketDraft, type TicketField } from './ticket-draft.ts';
import { protectionOffReason, timeOffReason, triggerOffReason, typeOffReason, typesOffNote } from './venue-offers.ts';

export interface TermsFieldsProps {
  draft: TicketDraft;
  change: (parts: Partial<TicketDraft>) => void;
  errors: Partial<Record<TicketField, string>>;
  /** Absent until the worker has said what the venue takes. */
  offers: TradingCapabilities | undefined;
}

const typeHints: Record<OrderType, string> = {
  market: 'Trades at once at the best price there is.',
  limit: 'Trades at this price or a better one.',
  stop: 'Sent as a market order when the price reaches the trigger against you.',
  'stop-limit': 'Sent as a limit order when the price reaches the trigger.',
  'take-profit': 'Sent as a market order when the price reaches the trigger in your favour.',
  'trailing-stop': 'Follows the price at a distance and is sent when the price turns by that much.',
};

export function TypeField({ draft, change, offers }: TermsFieldsProps) {
  return (
    <SelectField
      label="Type"
      value={draft.type}
      title={typeHints[draft.type]}
      onChange={(event) => change({ type: event.target.value as OrderType })}
    >
      {orderTypes.map((type) => (
        <option key={type} value={type} disabled={typeOffReason(offers, type) !== undefined}>
          {typeNames[type]}
        </option>
      ))}
    </SelectField>
  );
}

/** What a type does, where its name does not say it, and which types the venue does not take. */
export function TypeHint({ draft: { type }, offers }: Pick<TermsFieldsProps, 'draft' | 'offers'>) {
  const hint = type === 'market' || type === 'limit' ? undefined : typeHints[type];
  const notes = [hint, typesOffNote(offers)].filter((note) => note !== undefined);
  if (notes.length === 0) return null;
  return <p className="-mt-1.5 text-xs text-muted">{notes.join(' ')}</p>;
}

export function QuantityFields({ draft, change, errors }: TermsFieldsProps) {
  const [base = 'Base', quote = 'Quote'] = draft.instrumentId?.split('-') ?? [];
  const units: readonly { value: QuantityUnit; label: string }[] = [
    { value: 'base', label: base },
    { value: 'quote', label: quote },
    { value: 'free-margin-percent', label: isSpot(draft) ? '% free' : '% margin' },
  ];
  return (
    <div className="flex flex-col gap-1.5">
      <AmountField
        label="Quantity"
        value={draft.quantity}
        onValue={(quantity) => change({ quantity })}
        error={errors.quantity}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segments
          label="Unit of the quantity"
          value={draft.unit}
          onChange={(unit) => change({ unit })}
          options={units}
        />
        {draft.unit === 'free-margin-percent' && (
          <div className="flex gap-1">
            {['10', '25', '50'].map((percent) => (
              <button
                key={percent}
                type="button"
                onClick={() => change({ quantity: percent })}
                className="h-7 rounded-control border border-control px-2 text-xs text-muted hover:text-text max-md:h-11"
              >
                {percent}%
              </button>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

export function PriceFields({ draft, change, errors, offers }: TermsFieldsProps) {
  const { type } = draft;
  const triggerNeed = needOf(draft, 'triggerPrice');
  return (
    <>
      {triggerNeed !== 'none' && (
        <div className="grid grid-cols-[1fr_7rem] items-start gap-2">
          <AmountField
            label={type === 'trailing-stop' ? 'Starts at (optional)' : 'Trigger price'}
            value={draft.triggerPrice}
            onValue={(triggerPrice) => change({ triggerPrice })}
            error={errors.triggerPrice}
          />
          <SelectField
            label="Watches"
            value={draft.triggerBy}
            onChange={(event) => change({ triggerBy: event.target.value as TicketDraft['triggerBy'] })}
          >
            {(['last', 'mark'] as const).map((by) => (
              <option key={by} value={by} disabled={triggerOffReason(offers, by) !== undefined}>
                {by === 'last' ? 'Last' : 'Mark'}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      {needOf(draft, 'limitPrice') !== 'none' && (
        <AmountField
          label="Limit price"
          value={draft.limitPrice}
          onValue={(limitPrice) => change({ limitPrice })}
          error={errors.limitPrice}
        />
      )}
      {needOf(draft, 'trailingDistance') !== 'none' && (
        <AmountField
          label="Distance behind the price"
          value={draft.trailingDistance}
          onValue={(trailingDistance) => change({ trailingDistance })}
          error={errors.trailingDistance}
        />
      )}
    </>
  );
}

export function TimeField({ draft, change, offers }: TermsFieldsProps) {
  const offered = orderFields[draft.type].timesInForce;
  const isPostOnly = mayPostOnly(draft) && draft.timeInForce === 'post-only';
  const known = draft.timeInForce !== undefined && offered.includes(draft.timeInForce);
  const value = isPostOnly ? 'GTC' : known ? draft.timeInForce : defaultTimeInForce(draft.type);
  return (
    <SelectField
      label="Time in force"
      value={value}
      onChange={(event) => change({ timeInForce: event.target.value as TimeInForce })}
    >
      {offered
        .filter((time) => time !== 'post-only')
        .map((time) => (
          <option key={time} value={time} disabled={timeOffReason(offers, draft.type, time) !== undefined}>
            {timeInForceNames[time]}
          </option>
        ))}
    </SelectField>
  );
}

function mayPostOnly({ type }: TicketDraft): boolean {
  return orderFields[type].timesInForce.includes('post-only');
}

export function OptionFields({ draft, change }: TermsFieldsProps) {
  const hasNone = !mayPostOnly(draft) && isSpot(draft);
  if (hasNone) return null;
  return (
    <div className="grid grid-cols-2 gap-2">
      {mayPostOnly(draft) && (
        <CheckField
          label="Post-only"
          hint="Only waits in the book, never trades at once"
          checked={draft.timeInForce === 'post-only'}
          onChange={(event) => change({ timeInForce: event.target.checked ? 'post-only' : undefined })}
        />
      )}
      {!isSpot(draft) && (
        <CheckField
          label="Reduce-only"
          hint="Only makes a position smaller"
          checked={draft.reduceOnly}
          onChange={(event) => change({ reduceOnly: event.target.checked })}
        />
      )}
    </div>
  );
}

export function ProtectionFields({ draft, change, errors, offers }: TermsFieldsProps) {
  if (!mayProtect(draft)) return null;
  const off = protectionOffReason(offers);
  if (off !== undefined) return <p className="text-xs text-muted">{off}</p>;
  return (
    <div className="grid grid-cols-2 items-start gap-2">
      <AmountField
        label="Stop (optional)"
        value={draft.stopLoss}
        onValue={(stopLoss) => change({ stopLoss })}
        error={errors.stopLoss}
      />
      <AmountField
        label="Target (optional)"
        value={draft.takeProfit}
        onValue={(takeProfit) => change({ takeProfit })}
        error={errors.takeProfit}
      />
    </div>
  );
}
