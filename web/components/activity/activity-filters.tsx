'use client';

import { Search } from 'lucide-react';
import { Segments } from '@/components/ui/tabs.tsx';
import type { Account } from '@/live/accounts.ts';
import { resultWords, type ActivityResult } from './activity-words.ts';
import { activityKindChoices, toKindChoice, type KindChoice } from './kind-choices.ts';

export interface ActivityFiltersProps {
  kind: KindChoice;
  onKind: (kind: KindChoice) => void;
  accounts: readonly Account[];
  accountId: string | undefined;
  onAccount: (accountId: string | undefined) => void;
  people: readonly string[];
  person: string | undefined;
  onPerson: (person: string | undefined) => void;
  result: ActivityResult | undefined;
  onResult: (result: ActivityResult | undefined) => void;
  search: string;
  onSearch: (search: string) => void;
}

const results = Object.keys(resultWords) as readonly ActivityResult[];

const control =
  'h-8 min-w-0 rounded-control border border-control bg-panel px-2 text-sm max-md:h-11 max-md:flex-1 max-md:basis-[40%] max-md:text-lg';

export function ActivityFilters(props: ActivityFiltersProps) {
  return (
    <div role="search" aria-label="Filter activity" className="flex flex-wrap items-center gap-2 px-4 py-3 max-md:px-3">
      <div className="max-md:hidden">
        <Segments label="Kind" value={props.kind} onChange={props.onKind} options={activityKindChoices} />
      </div>
      <select
        aria-label="Kind"
        value={props.kind}
        onChange={(event) => props.onKind(toKindChoice(event.target.value))}
        className={`${control} md:hidden`}
      >
        {activityKindChoices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <select
        aria-label="Account"
        value={props.accountId ?? ''}
        onChange={(event) => props.onAccount(event.target.value || undefined)}
        className={control}
      >
        <option value="">All accounts</option>
        {props.accounts.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <select
        aria-label="Person"
        value={props.person ?? ''}
        onChange={(event) => props.onPerson(event.target.value || undefined)}
        className={control}
      >
        <option value="">Everybody</option>
        {props.people.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label="Result"
        value={props.result ?? ''}
        onChange={(event) => props.onResult(results.find((result) => result === event.target.value))}
        className={control}
      >
        <option value="">Any result</option>
        {results.map((result) => (
          <option key={result} value={result}>
            {resultWords[result].text}
          </option>
        ))}
      </select>
      <label className="relative flex min-w-48 flex-1 items-center max-md:basis-full md:max-w-80">
        <span className="sr-only">Search in what is loaded</span>
        <Search aria-hidden size={15} className="absolute left-2.5 text-muted" />
        <input
          type="search"
          value={props.search}
          onChange={(event) => props.onSearch(event.target.value)}
          placeholder="Search in what is loaded"
          className={`${control} w-full pl-8 placeholder:text-muted`}
        />
      </label>
    </div>
  );
}
