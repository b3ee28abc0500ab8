'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { formatTime } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import type { VenueFault } from '@/live/simulator-control.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { faultChoices, faultLabel, nextToClose, nextToOpen, type FaultChoice } from './fault-choices.ts';
import { useVenue, type Venue } from './use-venue.ts';

/** The demo's exchange: trades made there by hand, and faults to see what the desk does about them. */
export function VenueCard({ simulatorUrl, account }: { simulatorUrl: string; account: Account }) {
  const venue = useVenue(simulatorUrl);
  const faults = venue.state?.faults ?? [];
  return (
    <Card title="At the venue (demo)">
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[auto_1fr]">
        <Trades venue={venue} account={account} />
        <section aria-label="Faults" className="min-w-0">
          <h3 className="mb-2 text-xs text-muted">Faults of the exchange, for every account</h3>
          <div className="flex flex-wrap gap-2">
            {faultChoices.map((choice) => (
              <FaultButton key={choice.kind} venue={venue} choice={choice} />
            ))}
            <Button
              size="sm"
              variant="ghost"
              offReason={faults.length === 0 ? 'No fault is active.' : undefined}
              onClick={() => void venue.act((control) => control.clearFaults())}
            >
              Clear all
            </Button>
          </div>
        </section>
      </div>
      <ActiveFaults faults={faults} error={venue.error} />
    </Card>
  );
}

function Trades({ venue, account }: { venue: Venue; account: Account }) {
  const [opened, setOpened] = useState<readonly string[]>([]);
  const held = venue.state?.accounts.find(({ name }) => name === account.id);
  const toOpen = held && nextToOpen(held);
  const toClose = held && nextToClose(held, opened);
  const unknown = venue.state ? `The venue does not know the account ${account.label}.` : 'The venue does not answer.';
  return (
    <section aria-label="Trades" className="min-w-0">
      <h3 className="mb-2 text-xs text-muted">Trade by hand in {account.label}, outside Tapedeck</h3>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          offReason={held ? (toOpen ? undefined : 'It holds everything that can be opened from here.') : unknown}
          onClick={() => {
            if (!toOpen) return;
            setOpened([...opened, toOpen.symbol]);
            void venue.act((control) => control.setPosition(account.id, toOpen.symbol, toOpen.size));
          }}
        >
          Open {toOpen ? `${toOpen.size} ${toOpen.symbol}` : 'a position'}
        </Button>
        <Button
          size="sm"
          offReason={held ? (toClose === undefined ? 'It holds no position.' : undefined) : unknown}
          onClick={() => {
            if (toClose !== undefined) void venue.act((control) => control.setPosition(account.id, toClose, '0'));
          }}
        >
          Close {toClose ?? 'a position'}
        </Button>
      </div>
    </section>
  );
}

function FaultButton({ venue, choice }: { venue: Venue; choice: FaultChoice }) {
  const { kind, label, effect, settings } = choice;
  const isOn = venue.state?.faults.some((fault) => fault.kind === kind) ?? false;
  return (
    <Button
      size="sm"
      aria-pressed={isOn}
      title={effect}
      offReason={venue.state ? undefined : 'The venue does not answer.'}
      className={classNames(isOn && 'border-warning text-warning')}
      onClick={() =>
        void venue.act((control) => (isOn ? control.clearFaults(kind) : control.addFault({ kind, ...settings })))
      }
    >
      {label}
    </Button>
  );
}

function ActiveFaults({ faults, error }: { faults: readonly VenueFault[]; error: string | undefined }) {
  const zone = usePreference('timeZone');
  return (
    <div role="status" className="mt-3 min-h-5 text-sm">
      {error !== undefined && <p className="text-down">{error}</p>}
      {error === undefined && faults.length === 0 && <p className="text-muted">No fault is active.</p>}
      <ul>
        {faults.map((fault) => (
          <li key={fault.id} className="text-warning">
            <span aria-hidden>◐</span> {faultLabel(fault.kind)} since {formatTime(fault.sinceMs, zone)}
            {fault.struck > 0 && `, hit ${fault.struck} times`}
          </li>
        ))}
      </ul>
    </div>
  );
}
