import type { StopProgress } from '@tapedeck/core/documents/trading-documents';
import { brokerLinksOf } from './broker-links.tsx';
import { sayProgress } from './stop-words.ts';

const stop: StopProgress = {
  stateEpoch: 3,
  scope: 'desk',
  phase: 'cancelling',
  flatten: false,
  ordersFound: 5,
  ordersLeft: 2,
  positionsFound: 1,
  positionsLeft: 1,
  startedAtMs: 0,
};

describe('the progress of a stop in words', () => {
  it('names what is left to do', () => {
    expect(sayProgress(stop, false).text).toBe('Cancelling orders: 2 orders still to cancel.');
    expect(sayProgress({ ...stop, phase: 'flattening', flatten: true, ordersLeft: 0 }, false).text).toBe(
      'Closing positions: 0 orders still to cancel, 1 position still to close.',
    );
  });

  it('names what holds it up', () => {
    expect(sayProgress({ ...stop, problem: 'Bybit does not answer.' }, false).text).toContain('Bybit does not answer.');
  });

  it('is done only when the broker was asked', () => {
    expect(sayProgress({ ...stop, phase: 'verifying' }, false).isDone).toBe(false);
    expect(sayProgress({ ...stop, phase: 'done', flatten: true }, true)).toMatchObject({
      isDone: true,
      text: 'Done: 5 orders cancelled, 1 position closed; checked with the broker.',
    });
  });

  it('says that nothing is done while no worker runs the account', () => {
    expect(sayProgress(undefined, true).text).toMatch(/Not done: no worker.*runs first when one is back/);
  });
});

it('leads to each broker once, and to none for what is simulated', () => {
  const account = (broker: string, environment: 'live' | 'simulated') => ({ broker, environment });
  const links = brokerLinksOf([account('bybit', 'live'), account('bybit', 'live'), account('bybit', 'simulated')]);
  expect(links).toEqual([{ name: 'Bybit', address: expect.stringContaining('bybit.com') as string }]);
});
