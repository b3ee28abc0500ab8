import type { Broker, Execution, StreamEvent, StreamLink } from '../broker.ts';
import type { VenueOrder } from '../trading-port.ts';

/** Longest wait for one thing that a broker should tell, and for a whole test: venues may be far or busy. */
const patienceMs = 10_000;
export const testMs = 30_000;

/** Gathers what a broker tells, and waits for what a test expects of it. */
export async function watchUntilLive(broker: Broker) {
  const events: StreamEvent[] = [];
  const links: StreamLink[] = [];
  const executions: Execution[] = [];
  const orders: VenueOrder[] = [];
  const waiting = new Set<() => void>();
  const stop = broker.watch((event) => {
    events.push(event);
    if (event.kind === 'link' && event.state !== links.at(-1)) links.push(event.state);
    if (event.kind === 'executions') executions.push(...event.executions);
    if (event.kind === 'orders') orders.push(...event.orders);
    for (const check of waiting) check();
  });
  const until = <T>(what: string, find: () => T | undefined) =>
    new Promise<T>((resolve, reject) => {
      const check = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve(found);
      };
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`The broker did not tell within ${patienceMs} ms: ${what}. Links: ${links.join(', ')}.`));
      }, patienceMs);
      waiting.add(check);
      check();
    });
  const watched = {
    events,
    links,
    stop,
    link: (isThere: (links: readonly StreamLink[]) => boolean) =>
      until('link', () => (isThere(links) ? true : undefined)),
    executions: (areThere: (all: readonly Execution[]) => boolean) =>
      until('executions', () => (areThere(executions) ? executions : undefined)),
    /** The first word on an order that satisfies. */
    order: (clientOrderId: string, satisfies: (order: VenueOrder['order']) => boolean) =>
      until(`order ${clientOrderId}`, () =>
        orders.find((told) => told.clientOrderId === clientOrderId && satisfies(told.order)),
      ),
    /** The newest word on a position, once it satisfies. */
    position: async (id: string, satisfies: (position: PositionWord) => boolean) =>
      (
        await until(`position ${id}`, () => {
          const last = events.findLast((event) => event.kind === 'positions' && event.positions.has(id));
          const position = last?.kind === 'positions' ? last.positions.get(id) : undefined;
          return last && satisfies(position) ? { position } : undefined;
        })
      ).position,
  };
  await watched.link((known) => known.includes('live'));
  return watched;
}

type PositionWord =
  Extract<StreamEvent, { kind: 'positions' }>['positions'] extends ReadonlyMap<string, infer P> ? P : never;
