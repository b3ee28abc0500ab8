import { systemClock } from '../../simulator/src/clock.ts';
import { startSimulator } from '../../simulator/src/simulator.ts';
import { describeBroker } from '../../worker/src/brokers/broker-contract.ts';
import { CcxtBroker } from '../../worker/src/brokers/ccxt-broker.ts';
import { describeTrading, type TradingVenue } from '../../worker/src/brokers/trading-contract.ts';

const account = { name: 'contract', apiKey: 'contract-key-1234567890', apiSecret: 'contract-secret-1234567890' };

async function startVenue(): Promise<TradingVenue> {
  let aheadMs = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const simulator = await startSimulator(
    {
      port: 0,
      fundingIntervalMinutes: 1,
      accounts: [
        {
          ...account,
          balances: { USDT: '50000', BTC: '0.5' },
          positions: [
            { symbol: 'ETHUSDT', side: 'Sell', size: '3.20', hoursAgo: 7 },
            { symbol: 'SOLUSDT', side: 'Buy', size: '60.0', stopLossRatio: 0.92, takeProfitRatio: 1.12, hoursAgo: 3 },
          ],
        },
      ],
    },
    clock,
  );
  const { faults } = simulator;
  return {
    instrumentId: 'BTC-USDT-PERP',
    quantity: '0.05',
    secrets: [account.apiKey, account.apiSecret],
    createBroker: (key) =>
      new CcxtBroker({
        environment: 'simulated',
        simulatorUrl: simulator.url,
        credentials: { apiKey: key === 'right' ? account.apiKey : 'nobody', secret: account.apiSecret },
      }),
    order: async (signed) => {
      const side = signed.startsWith('-') ? 'Sell' : 'Buy';
      const response = await fetch(`${simulator.controlUrl}/orders`, {
        method: 'POST',
        body: JSON.stringify({ account: account.name, symbol: 'BTCUSDT', side, qty: signed.replace('-', '') }),
      });
      if (!response.ok) throw new Error(`The simulator refused the order: ${await response.text()}`);
    },
    payFunding: () => {
      aheadMs += 60_000;
      simulator.venue.tick();
      return Promise.resolve();
    },
    cutStreams: () => {
      faults.add({ kind: 'drop-streams', durationMs: 50 });
      return Promise.resolve();
    },
    goDown: () => {
      faults.add({ kind: 'maintenance' });
      return Promise.resolve(() => Promise.resolve(faults.clear({ kind: 'maintenance' })));
    },
    setClock: (skewMs) => {
      faults.add({ kind: 'clock-skew', skewMs });
      return Promise.resolve();
    },
    loseNextAnswer: () => {
      faults.add({ kind: 'timeout-after-acceptance', path: '/v5/order/create', count: 1 });
      return Promise.resolve();
    },
    stop: () => simulator.stop(),
  };
}

// ccxt's unmodified Bybit class against the simulated exchange.
describeBroker('ccxt on the simulator', startVenue);
describeTrading('ccxt on the simulator', startVenue, { answersGetLost: true });
