'use client';

import { Command } from 'cmdk';
import { ChevronDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { InstrumentTerms } from '@tapedeck/core/model/instrument-terms';
import { Button } from '@/components/ui/button.tsx';
import { instrumentName } from '@/format/names.ts';
import { findInstruments } from '@/live/instruments.ts';

const shownAtMost = 40;

export interface InstrumentSearchProps {
  value: string | undefined;
  onChange: (instrumentId: string) => void;
  /** Empty while the venue's list is on its way; undefined while no account says which venue. */
  all: readonly InstrumentTerms[] | undefined;
  /** Shown first while nothing is typed: what is held already. */
  held: readonly string[];
  error: string | undefined;
}

/** What is traded, found by typing a part of its name. */
export function InstrumentSearch({ value, onChange, all, held, error }: InstrumentSearchProps) {
  const [isOpen, setOpen] = useState(false);
  const isShown = isOpen || value === undefined;
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-sm font-medium">
        Instrument
      </span>
      {isShown ? (
        <Search
          all={all}
          held={held}
          takesFocus={isOpen}
          onLeave={() => setOpen(false)}
          onChoose={(id) => {
            setOpen(false);
            onChange(id);
          }}
        />
      ) : (
        <Chosen instrumentId={value} onOpen={() => setOpen(true)} />
      )}
      {error !== undefined && <p className="text-xs text-down">{error}</p>}
    </div>
  );
}

function Chosen({ instrumentId, onOpen }: { instrumentId: string; onOpen: () => void }) {
  const { pair, kind } = instrumentName(instrumentId);
  return (
    <Button
      onClick={onOpen}
      aria-label={`Instrument: ${pair} ${kind}. Choose another`}
      className="w-full bg-panel font-semibold max-md:text-lg"
    >
      <span className="min-w-0 flex-1 truncate text-left">
        {pair} <span className="text-sm font-normal text-muted">{kind}</span>
      </span>
      <ChevronDown aria-hidden size={16} className="text-muted" />
    </Button>
  );
}

interface SearchProps extends Pick<InstrumentSearchProps, 'all' | 'held'> {
  takesFocus: boolean;
  onChoose: (instrumentId: string) => void;
  onLeave: () => void;
}

function Search({ all, held, takesFocus, onChoose, onLeave }: SearchProps) {
  const [text, setText] = useState('');
  const found = useMemo(() => {
    if (text.trim() !== '' || held.length === 0) return findInstruments(all ?? [], text, shownAtMost);
    return (all ?? []).filter(({ id }) => held.includes(id));
  }, [all, held, text]);
  return (
    <Command
      label="Instrument"
      shouldFilter={false}
      loop
      className="rounded-control border border-control bg-panel"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !takesFocus) return;
        event.stopPropagation();
        onLeave();
      }}
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was pressed
        autoFocus={takesFocus}
        placeholder="Type a name, such as BTC"
        className="h-9 w-full rounded-control bg-transparent px-3 text-base placeholder:text-muted max-md:h-11 max-md:text-lg"
      />
      <Command.List label="Instruments" className="max-h-56 overflow-y-auto border-t border-line p-1">
        <Command.Empty className="px-2 py-3 text-sm text-muted">
          {all === undefined
            ? 'Choose an account first.'
            : all.length === 0
              ? 'The venue’s list has not arrived yet.'
              : 'Nothing has that name.'}
        </Command.Empty>
        {found.map(({ id, trading }) => {
          const { pair, kind } = instrumentName(id);
          return (
            <Command.Item
              key={id}
              value={id}
              onSelect={() => onChoose(id)}
              className="flex min-h-8 cursor-pointer items-center justify-between rounded-control px-2 text-sm data-[selected=true]:bg-sunken max-md:min-h-11"
            >
              <span className="font-medium">{pair}</span>
              <span className="text-xs text-muted">{trading ? kind : `${kind}, not trading now`}</span>
            </Command.Item>
          );
        })}
      </Command.List>
    </Command>
  );
}
