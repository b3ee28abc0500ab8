'use client';

import { useMemo } from 'react';
import type { Account } from '@/live/accounts.ts';
import type { AccountLive } from '@/live/account-live.ts';
import { useNowValue } from '@/live/clock.ts';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { useAccountsValue, useReadAccount } from '@/live/use-account-live.ts';
import { sortPositions, type Sort } from './position-sort.ts';

export interface PositionGroup {
  readonly account: Account;
  /** In the order of the sort. */
  readonly ids: readonly string[];
  readonly isLoaded: boolean;
}

/** Rows sorted by a moving figure change places this seldom, so that nobody clicks on the wrong one. */
const sortAgainMs = 5_000;

/** Which positions there are, by account; renders when one opens or closes, not when prices move. */
export function usePositionGroups(accounts: readonly Account[], sort: Sort): readonly PositionGroup[] {
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const structures = useAccountsValue(ids, structuresOf, sameStructures);
  const read = useReadAccount();
  const isMoving = sort.key !== 'instrument' && sort.key !== 'side';
  const sortRound = useNowValue((nowMs) => (isMoving ? Math.floor(nowMs / sortAgainMs) : 0));
  return useMemo(
    () =>
      accounts.map((account, index) => ({
        account,
        isLoaded: structures[index] !== undefined,
        ids: sortPositions(read(account.id)?.positions ?? [], sort),
      })),
    // oxlint-disable-next-line react/exhaustive-deps -- a new round or structure is what asks for reading again
    [accounts, structures, sort, sortRound, read],
  );
}

/** Names of what each account holds; undefined while it is not known. */
function structuresOf(lives: readonly Loadable<AccountLive>[]): readonly (string | undefined)[] {
  return lives.map((live) =>
    live.status === 'idle'
      ? ''
      : dataOf(live)
          ?.positions.map(({ id }) => id)
          .join(' '),
  );
}

function sameStructures(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): boolean {
  return a.length === b.length && a.every((structure, index) => structure === b[index]);
}
