import { systemClock } from '../../simulator/src/clock.ts';
import { startSimulator } from '../../simulator/src/simulator.ts';
import { describeBroker } from '../../worker/src/brokers/broker-contract.ts';
import { BybitPaperMarket } from '../../worker/src/brokers/paper/bybit-paper-market.ts';
import { PaperBroker } from '../../worker/src/brokers/paper-broker.ts';
import { describeTrading, type TradingVenue } from '../../worker/src/brokers/trading-contract.ts';
import { MemoryVaults } from '../../worker/src/testing/memory-vault.ts';

const instrumentId = 'BTC-USDT-PERP';
const fundingMs = 8 * 3_600_000;

/** A paper account on the simulated exchange's public prices, with a position that has stops. */
async function startVenue(): Promise<TradingVenue> {
  // The positions it starts with were opened a while ago.
  let aheadMs = -120_000;
  let orders = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const simulator = await startSimulator({ port: 0, fundingIntervalMinutes: fundingMs / 60_000, accounts: [] }, clock);
  const { faults } = simulator;
  const vaults = new MemoryVaults();
  const create = () =>
    new PaperBroker({
      market: new BybitPaperMarket({
        environment: 'simulated',
        simulatorUrl: simulator.url,
        onRefused: () => undefined,
      }),
      vault: vaults.open(),
      settings: { startBalance: '50000', generation: 0, createdAtMs: 1 },
      currency: 'USDT',
      onError: () => undefined,
    });
  const order = (broker: PaperBroker, of: string, signed: string) => {
    orders += 1;
    return broker.trading.placeOrder({
      clientOrderId: `other-${orders}`,
      instrumentId: of,
      side: signed.startsWith('-') ? 'sell' : 'buy',
      type: 'market',
      timeInForce: 'IOC',
      quantity: signed.replace('-', ''),
      reduceOnly: false,
      slot: 'net',
    });
  };

  const opening = create();
  await opening.connect();
  await order(opening, 'ETH-USDT-PERP', '-3.2');
  await order(opening, 'SOL-USDT-PERP', '60');
  const mark = Number((await opening.trading.fetchQuote('SOL-USDT-PERP')).markPrice);
  const tick = Number(opening.instruments().get('SOL-USDT-PERP')?.tickSize);
  const decimals = String(opening.instruments().get('SOL-USDT-PERP')?.tickSize).split('.')[1]?.length ?? 0;
  const onTick = (price: number) => String(Number((Math.round(price / tick) * tick).toFixed(decimals)));
  const stops = { stopLoss: onTick(mark * 0.92), takeProfit: onTick(mark * 1.12) };
  await opening.trading.setStops({ instrumentId: 'SOL-USDT-PERP', slot: 'net' }, stops);
  await opening.close();
  aheadMs = 0;

  let current: PaperBroker | undefined;
  return {
    instrumentId,
    quantity: '0.05',
    secrets: [],
    createBroker: () => (current = create()),
    order: async (signed) => {
      if (current) await order(current, instrumentId, signed);
    },
    payFunding: () => {
      aheadMs += fundingMs;
      return Promise.resolve();
    },
    // Paper asks and has no stream: what cuts it off is a market that does not answer.
    cutStreams: async () => {
      faults.add({ kind: 'maintenance' });
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      faults.clear({ kind: 'maintenance' });
    },
    goDown: () => {
      faults.add({ kind: 'maintenance' });
      return Promise.resolve(() => Promise.resolve(faults.clear({ kind: 'maintenance' })));
    },
    setClock: (skewMs) => {
      faults.add({ kind: 'clock-skew', skewMs });
      return Promise.resolve();
    },
    stop: () => simulator.stop(),
  };
}

describeBroker('paper', startVenue, { hasKey: false });
describeTrading('paper', startVenue, { answersGetLost: false });
