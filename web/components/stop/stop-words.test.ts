import type { StopProgress } from '@tapedeck/core/documents/trading-documents';
import { brokerLinksOf } from './broker-links.tsx';
import { sayProgress, sayStanding } from './stop-words.ts';

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
    expect(sayProgress(stop, undefined).text).toBe('Cancelling orders: 2 orders still to cancel.');
    expect(sayProgress({ ...stop, phase: 'flattening', flatten: true, ordersLeft: 0 }, undefined).text).toBe(
      'Closing positions: 0 orders still to cancel, 1 position still to close.',
    );
  });

  it('names what holds it up', () => {
    expect(sayProgress({ ...stop, problem: 'Bybit does not answer.' }, undefined).text).toContain(
      'Bybit does not answer.',
    );
  });

  it('is done only when the broker was asked', () => {
    expect(sayProgress({ ...stop, phase: 'verifying' }, undefined).standing).toBe('open');
    expect(sayProgress({ ...stop, phase: 'done', flatten: true }, 'worker-lost')).toMatchObject({
      standing: 'done',
      text: 'Done: 5 orders cancelled, 1 position closed; checked with the broker.',
    });
  });

  it('names what the broker was not asked for', () => {
    const done: StopProgress = { ...stop, phase: 'done', unchecked: ['trigger orders', 'options'] };
    expect(sayProgress(done, undefined).text).toBe(
      'Done: 5 orders cancelled; checked with the broker, except trigger orders and options: look for those there.',
    );
  });

  it('sends people to the broker where nothing can be stopped from here', () => {
    const problem = 'This account can only be read. Cancel and close at the exchange.';
    const readOnly = sayProgress({ ...stop, phase: 'impossible', problem }, 'worker-lost');
    expect(readOnly.text).toBe(`Cannot be stopped from here. ${problem}`);
    const off = sayProgress(undefined, 'switched-off');
    expect(off.text).toContain('this account is switched off');
    expect([readOnly, off].map(({ standing }) => standing)).toEqual(['impossible', 'impossible']);
    expect(sayProgress({ ...stop, phase: 'done' }, 'switched-off').standing).toBe('done');
  });

  it('is summed up over all accounts', () => {
    expect(sayStanding([{ standing: 'done' }])).toBe('; the stop is done.');
    expect(sayStanding([{ standing: 'done' }, { standing: 'open' }, { standing: 'impossible' }])).toBe(
      '; the stop of 1 account is not done yet, 1 account cannot be stopped from here.',
    );
  });

  it('says that nothing is done while no worker runs the account', () => {
    expect(sayProgress(undefined, 'worker-lost').text).toMatch(/Not done: no worker.*runs first when one is back/);
  });
});

it('leads to each broker once, and to none for what is simulated', () => {
  const account = (broker: string, environment: 'live' | 'simulated') => ({ broker, environment });
  const links = brokerLinksOf([account('bybit', 'live'), account('bybit', 'live'), account('bybit', 'simulated')]);
  expect(links).toEqual([{ name: 'Bybit', address: expect.stringContaining('bybit.com') as string }]);
});
