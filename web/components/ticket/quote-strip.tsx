'use client';

import type { QuoteDocument } from '@tapedeck/core/documents/trading-documents';
import type { InstrumentTerms } from '@tapedeck/core/model/instrument-terms';
import { classNames } from '@/components/ui/class-names.ts';
import { formatPrice } from '@/format/numbers.ts';
import { formatAge, formatRecent } from '@/format/times.ts';
import { useNow } from '@/live/clock.ts';
import { quoteStateOf } from '@/live/quotes.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

export interface QuoteStripProps {
  instrument: InstrumentTerms | undefined;
  quote: QuoteDocument | undefined;
  /** Given where the order has a limit price that can be set to what is tapped. */
  onTake?: ((price: string) => void) | undefined;
}

/** The newest prices with their age. */
export function QuoteStrip({ instrument, quote, onTake }: QuoteStripProps) {
  const nowMs = useNow() ?? 0;
  const isStale = quoteStateOf(quote, nowMs) === 'stale';
  const tick = instrument?.tickSize ?? '0.01';
  const cells = [
    { name: 'Bid', price: quote?.bidPrice },
    { name: instrument?.kind === 'spot' ? 'Last' : 'Mark', price: quote?.markPrice },
    { name: 'Ask', price: quote?.askPrice },
  ];
  return (
    <div className="rounded-control border border-line bg-panel px-2 py-1.5">
      <dl className="grid grid-cols-3 gap-1 text-center">
        {cells.map(({ name, price }) => (
          <div key={name}>
            <dt className="text-xs text-muted">{name}</dt>
            <dd className={classNames('text-sm font-medium', isStale && 'stale')}>
              {onTake && price !== undefined ? (
                <button
                  type="button"
                  onClick={() => onTake(price)}
                  title="Use as limit price"
                  aria-label={`${name} ${formatPrice(price, tick)}: use as limit price`}
                  className="min-h-6 rounded-control px-1 underline decoration-dotted decoration-control underline-offset-4 max-md:min-h-11"
                >
                  {formatPrice(price, tick)}
                </button>
              ) : (
                <span className="inline-flex min-h-6 items-center max-md:min-h-11">{formatPrice(price, tick)}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <QuoteAge quote={quote} nowMs={nowMs} />
    </div>
  );
}

function QuoteAge({ quote, nowMs }: { quote: QuoteDocument | undefined; nowMs: number }) {
  const zone = usePreference('timeZone');
  const state = quoteStateOf(quote, nowMs);
  const age = formatAge(Math.max(0, nowMs - (quote?.readMs ?? nowMs)));
  const texts = {
    none: '○ No price yet: it comes within seconds of being asked for',
    live: `● Live, ${age} old`,
    delayed: `◐ Delayed, ${age} old`,
    stale: `○ Old: as of ${formatRecent(quote?.readMs ?? 0, nowMs, zone)}. Only limit orders go out`,
  };
  return (
    <p
      data-testid="quote-age"
      data-state={state}
      className={classNames('mt-0.5 text-center text-xs', state === 'stale' ? 'text-warning' : 'text-muted')}
    >
      {texts[state]}
    </p>
  );
}
