'use client';

import { SelectField } from '@/components/ui/field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { environmentName } from '@/format/names.ts';
import { dataOf } from '@/live/loadable.ts';
import { useInstruments } from '@/live/instruments.ts';
import { toVenueId } from '@tapedeck/core/documents';
import { EstimateList } from './estimate-list.tsx';
import { GateNotes } from './gate-notes.tsx';
import { InstrumentSearch } from './instrument-search.tsx';
import {
  OptionFields,
  PriceFields,
  ProtectionFields,
  QuantityFields,
  TimeField,
  TypeField,
  TypeHint,
} from './order-terms-fields.tsx';
import { QuoteStrip } from './quote-strip.tsx';
import { SideChoice } from './side-choice.tsx';
import { emptyDraft, needOf } from './ticket-draft.ts';
import type { Ticket } from './use-ticket.ts';

export interface TicketFormProps {
  ticket: Ticket;
  onReview: () => void;
}

/** The order, filled in. Enter goes to the review, which sends nothing yet. */
export function TicketForm({ ticket, onReview }: TicketFormProps) {
  const { draft, change, account, market, errors, report, offReason } = ticket;
  const fields = { draft, change, errors, offers: market.trading?.capabilities };
  const mayTakePrice = needOf(draft, 'limitPrice') !== 'none';
  const isMarked = Object.keys(errors).length > 0 || (report !== undefined && !ticket.isReady);
  const gateReason = isMarked ? 'It cannot go out as it stands: see what is marked.' : undefined;
  const reviewOff = offReason ?? gateReason;
  return (
    <form
      noValidate
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (reviewOff !== undefined) return;
        if (ticket.isReady) onReview();
        else ticket.showMissing();
      }}
    >
      <div className={classNames('grid items-start gap-2.5', draft.instrumentId !== undefined && 'md:grid-cols-2')}>
        <AccountField ticket={ticket} />
        <Instrument ticket={ticket} />
      </div>
      {draft.instrumentId !== undefined && account && (
        <QuoteStrip
          instrument={market.instrument}
          quote={market.quote}
          onTake={mayTakePrice ? (limitPrice) => change({ limitPrice }) : undefined}
        />
      )}
      <SideChoice value={draft.side} onChange={(side) => change({ side })} />
      <div className="grid grid-cols-2 gap-2">
        <TypeField {...fields} />
        <TimeField {...fields} />
      </div>
      <TypeHint {...fields} />
      <PriceFields {...fields} />
      <QuantityFields {...fields} />
      <ProtectionFields {...fields} />
      <OptionFields {...fields} />
      <EstimateList check={report?.check} instrument={market.instrument} currency={account?.currency} />
      <GateNotes ticket={ticket} />
      <div className="sticky bottom-0 z-20 -mx-4 border-t border-line bg-raised px-4 py-3">
        <Button type="submit" variant="primary" offReason={reviewOff} className="w-full">
          Review order
        </Button>
        {reviewOff !== undefined && <p className="mt-1.5 text-xs text-warning">{reviewOff}</p>}
      </div>
    </form>
  );
}

function AccountField({ ticket }: { ticket: Ticket }) {
  const { accounts, account, errors, change } = ticket;
  return (
    <div>
      <SelectField
        label="Account"
        value={account?.id ?? ''}
        onChange={(event) => change({ accountId: event.target.value })}
      >
        {account === undefined && <option value="">Choose an account</option>}
        {accounts.map(({ id, label, environment }) => (
          <option key={id} value={id}>
            {label} ({environmentName(environment)})
          </option>
        ))}
      </SelectField>
      {errors.accountId !== undefined && <p className="mt-1 text-xs text-down">{errors.accountId}</p>}
    </div>
  );
}

function Instrument({ ticket: { draft, change, account, market, errors } }: { ticket: Ticket }) {
  const all = dataOf(useInstruments(account && toVenueId(account)));
  const prices = { limitPrice: '', triggerPrice: '', trailingDistance: '', stopLoss: '', takeProfit: '' } as const;
  return (
    <InstrumentSearch
      value={draft.instrumentId}
      all={account ? (all ?? emptyList) : undefined}
      held={(market.live?.positions ?? []).map(({ instrumentId }) => instrumentId)}
      error={errors.instrumentId}
      onChange={(instrumentId) => {
        const isOther = instrumentId !== draft.instrumentId;
        change({ instrumentId, ...(isOther && { ...prices, quantity: emptyDraft.quantity }) });
      }}
    />
  );
}

const emptyList: readonly never[] = [];
