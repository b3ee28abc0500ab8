import type { ActivityKind } from './activity-words.ts';

export type KindChoice = ActivityKind | 'all';

export const activityKindChoices: readonly { readonly value: KindChoice; readonly label: string }[] = [
  { value: 'all', label: 'All kinds' },
  { value: 'trade', label: 'Trades' },
  { value: 'command', label: 'Commands' },
  { value: 'account', label: 'Accounts' },
  { value: 'system', label: 'System' },
];

/** What a form control holds, as a choice; anything else means all of them. */
export function toKindChoice(value: string): KindChoice {
  return activityKindChoices.find((choice) => choice.value === value)?.value ?? 'all';
}
