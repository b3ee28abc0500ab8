import type { Actor } from '@tapedeck/core';
import type { KnownOrder } from '../trading/order-register.ts';

/** Who is named in what the worker tells the desk. */
export const actors = {
  /** Nobody's command: the worker carries out what the desk has decided, such as an emergency stop. */
  worker: { kind: 'worker', name: 'Worker' },
  /** The venue acted by itself: on a stop that stood there, or by liquidating. */
  venue: { kind: 'venue', name: 'The venue' },
  /** Known to be no command of this desk. */
  outside: { kind: 'venue', name: 'Outside Tapedeck' },
  /** A reading showed it, and nothing says who did it. */
  unknown: { kind: 'venue', name: 'Seen at the venue' },
} as const satisfies Record<string, Actor>;

export function toOrderActor({ record, actor }: KnownOrder): Actor {
  if (record.external) return actors.outside;
  return actor ? { kind: 'user', id: actor.uid, name: actor.name } : actors.worker;
}
