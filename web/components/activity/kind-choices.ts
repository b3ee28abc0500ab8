import type { ActivityKind } from './activity-words.ts';

export type KindChoice = ActivityKind | 'all';

export const activityKindChoices: readonly { readonly value: KindChoice; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'trade', label: 'Trades' },
  { value: 'command', label: 'Commands' },
  { value: 'account', label: 'Accounts' },
  { value: 'system', label: 'System' },
];
