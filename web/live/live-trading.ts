'use client';

import { documents } from '@tapedeck/core/documents';
import type { LiveTradingDocument, StopProgress, StopScope } from '@tapedeck/core/documents/trading-documents';
import type { Position } from '@tapedeck/core/model/position';
import { useMembership } from './desk-context.tsx';
import { watchDocument } from './listen.ts';
import { dataOf, type Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';

/** Whether and how an account can be traded now; `undefined` until its worker has said so for the first time. */
export function useLiveTrading(accountId: string | undefined): Loadable<LiveTradingDocument | undefined> {
  const { deskId } = useMembership();
  return useResource<LiveTradingDocument | undefined>(
    accountId === undefined ? undefined : ['trading', deskId, accountId],
    (observer) => watchDocument(documents.liveTrading(deskId, accountId ?? ''), observer),
  );
}

/** Whether it is known that no command of this desk opened a position; false where nobody knows. */
export function wasOpenedElsewhere(
  trading: Pick<LiveTradingDocument, 'openedElsewhere'> | undefined,
  { id, side }: Pick<Position, 'id' | 'side'>,
): boolean {
  // The position may have turned since; what was written of the other side says nothing of this one.
  return trading?.openedElsewhere?.[id] === side;
}

/** The progress of the stop with this epoch; an earlier stop's is not its own. */
export function stopProgressOf(
  trading: LiveTradingDocument | undefined,
  binding: { readonly scope: StopScope; readonly epoch: number },
): StopProgress | undefined {
  const stop = trading?.stops?.[binding.scope];
  return stop?.stateEpoch === binding.epoch ? stop : undefined;
}

/** The same for several accounts, by account id: each as soon as it has answered. */
export function useTradingsById(
  accountIds: readonly string[],
): ReadonlyMap<string, LiveTradingDocument | undefined> | undefined {
  const { deskId } = useMembership();
  const found = useResource<ReadonlyMap<string, LiveTradingDocument | undefined>>(
    accountIds.length === 0 ? undefined : ['tradings', deskId, ...accountIds],
    (observer) => {
      const known = new Map<string, LiveTradingDocument | undefined>();
      const ends = accountIds.map((id) =>
        watchDocument<LiveTradingDocument>(documents.liveTrading(deskId, id), {
          next: ({ value, saved }) => {
            known.set(id, value);
            observer.next({ value: new Map(known), saved });
          },
          fail: observer.fail,
        }),
      );
      return () => {
        for (const end of ends) end();
      };
    },
  );
  return dataOf(found);
}

/** The same for several accounts, in their order. */
export function useLiveTradings(
  accounts: readonly { readonly id: string }[],
): readonly (LiveTradingDocument | undefined)[] {
  const ids = accounts.map(({ id }) => id);
  const byId = useTradingsById(ids);
  return ids.map((id) => byId?.get(id));
}
