import { toClientOrderId, type Fill } from '@tapedeck/core';
import { aPosition } from '@tapedeck/core/sync/testing/readings';
import type { Execution } from '../brokers/broker.ts';
import { TradingBench, btc } from '../testing/trading-bench.ts';

const positionId = `${btc}_net`;

function anExecution(parts: Partial<Fill>, rest: Partial<Execution> = {}): Execution {
  const amounts = { price: '50000', quantity: '0.1', fee: '0', feeCurrency: 'USDT' };
  const fill = {
    id: 'f1',
    venueOrderId: 'o1',
    instrumentId: btc,
    side: 'buy' as const,
    ...amounts,
    venueMs: 0,
    ...parts,
  };
  return { fill, positionId, cause: 'order', ...rest };
}

/** Pushes executions and then the position that they left. */
async function happened(bench: TradingBench, executions: readonly Execution[], quantity = '0.1'): Promise<void> {
  const readMs = bench.clock.nowMs();
  const timed = executions.map((execution) => ({ ...execution, fill: { ...execution.fill, venueMs: readMs } }));
  bench.broker.emit({ kind: 'executions', executions: timed, readMs });
  bench.broker.push(quantity === '0' ? { closed: positionId } : aPosition('BTC', quantity));
  await bench.advance(1_500);
}

describe('the news of a position', () => {
  it('names who sent the order that opened it, and the command', async () => {
    const bench = await new TradingBench().ready();
    const commandId = bench.market();
    await bench.advance(2_000);
    expect(bench.positionNews).toMatchObject([
      { type: 'position-opened', actor: { kind: 'user', id: 'ada' }, commandId, details: { external: false } },
    ]);
  });

  it('names the worker where an emergency stop closed it, and so does the news of the order', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    bench.halt({ flatten: true });
    await bench.advance(3_000);
    const worker = { kind: 'worker', name: 'Worker' };
    expect(bench.positionNews.at(-1)).toMatchObject({
      type: 'position-closed',
      actor: worker,
      details: { external: false },
    });
    const orders = bench.store.of('activity').filter((entry) => Reflect.get(entry, 'type') === 'order-filled');
    expect(orders.at(-1)).toMatchObject({ actor: worker });
  });

  it.each([
    ['another program named its order', { clientOrderId: 'web_1' }, {}],
    ['the order has no client order id', {}, { withoutClientOrderId: true as const }],
  ])('says that it was made outside where %s', async (_why, fill, execution) => {
    const bench = await new TradingBench().ready();
    await happened(bench, [anExecution(fill, execution)]);
    expect(bench.positionNews).toMatchObject([
      { type: 'position-opened', actor: { name: 'Outside Tapedeck' }, details: { external: true } },
    ]);
  });

  it('tells own and foreign orders apart where both moved it between two readings', async () => {
    const bench = await new TradingBench().ready();
    bench.limit();
    await bench.advance(500);
    const [own] = bench.orders;
    await happened(
      bench,
      [
        anExecution({ id: 'a', clientOrderId: own?.clientOrderId, venueOrderId: own?.venueOrderId ?? '' }),
        anExecution({ id: 'b', venueOrderId: 'o2', quantity: '0.2' }, { withoutClientOrderId: true }),
      ],
      '0.3',
    );
    expect(bench.positionNews).toMatchObject([
      { type: 'position-opened', actor: { id: 'ada' }, details: { external: false, quantityChange: '0.1' } },
      { type: 'position-increased', actor: { name: 'Outside Tapedeck' }, details: { external: true } },
    ]);
  });

  it.each([
    ['a net change that no execution explains', []],
    ['an order of our form that the desk does not know', ['of another desk']],
  ])('claims nothing of %s', async (_what, ofOthers) => {
    const bench = await new TradingBench().ready();
    const origin = { deskId: 'other', accountId: 'main', commandId: 'c', part: 0 };
    const clientOrderId = await toClientOrderId(origin);
    await happened(
      bench,
      ofOthers.map(() => anExecution({ clientOrderId })),
    );
    const [news] = bench.positionNews;
    expect(news).toMatchObject({ type: 'position-opened', actor: { name: 'Seen at the venue' } });
    expect(news?.details).not.toHaveProperty('external');
  });

  it('does not say that stops set by our own command were set outside', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    bench.send('setStops', { positionId, side: 'long', stopLoss: '45000' });
    await bench.advance(3_000);
    const news = bench.positionNews.at(-1);
    expect(news).toMatchObject({ type: 'protection-changed', actor: { name: 'Seen at the venue' } });
    expect(news?.details).not.toHaveProperty('external');
  });

  it.each([
    ['stop-loss', 'stop-hit', undefined],
    ['take-profit', 'target-hit', undefined],
    ['liquidation', 'liquidated', true],
  ] as const)('says of a %s that the venue acted', async (cause, type, external) => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    await happened(bench, [anExecution({ side: 'sell' }, { cause, withoutClientOrderId: true })], '0');
    const news = bench.positionNews.at(-1);
    expect(news).toMatchObject({ type, actor: { kind: 'venue', name: 'The venue' } });
    expect(news?.details?.['external']).toBe(external);
  });

  it('names who sent it also where the worker that sent it did not live to tell', async () => {
    const bench = await new TradingBench().ready();
    const commandId = bench.market();
    await bench.advance(200);
    const told = bench.positionNews.length;
    const [after] = bench.broker.positions;
    const venueMs = bench.clock.nowMs();
    bench.restart({ venueMs, untold: [{ positionId, structureSeq: 4, after, venueMs }] });
    await bench.advance(3_000);
    expect(bench.positionNews.slice(told)).toMatchObject([
      { type: 'position-opened', actor: { id: 'ada' }, commandId, details: { external: false, price: '50000' } },
    ]);
  });
});
