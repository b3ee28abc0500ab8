import { createSimulatorControl, type Fetch } from './simulator-control.ts';

interface Asked {
  readonly url: string;
  readonly method: string | undefined;
  readonly body: unknown;
}

function createVenue(answer: () => Promise<Response>) {
  const asked: Asked[] = [];
  const send: Fetch = (url, init) => {
    asked.push({ url, method: init?.method, body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined });
    return answer();
  };
  return { asked, control: createSimulatorControl('http://127.0.0.1:8910/', send) };
}

const json =
  (value: unknown, status = 200) =>
  () =>
    Promise.resolve({ ok: status < 400, status, json: () => Promise.resolve(value) } as Response);

it('switches faults on, one kind off, and all of them off', async () => {
  const { asked, control } = createVenue(json({}));
  await control.addFault({ kind: 'latency', latencyMs: 800 });
  await control.clearFaults('latency');
  await control.clearFaults();
  expect(asked).toEqual([
    { url: 'http://127.0.0.1:8910/control/faults', method: 'POST', body: { kind: 'latency', latencyMs: 800 } },
    { url: 'http://127.0.0.1:8910/control/faults?kind=latency', method: 'DELETE', body: undefined },
    { url: 'http://127.0.0.1:8910/control/faults', method: 'DELETE', body: undefined },
  ]);
});

it('trades at the venue to a size', async () => {
  const { asked, control } = createVenue(json({}));
  await control.setPosition('main', 'BTCUSDT', '-0.01');
  expect(asked[0]?.body).toEqual({ account: 'main', symbol: 'BTCUSDT', size: '-0.01' });
});

it("passes on the simulator's own reason", async () => {
  const { control } = createVenue(json({ error: 'There is no instrument NOPE.' }, 404));
  await expect(control.setPosition('main', 'NOPE', '1')).rejects.toThrow('There is no instrument NOPE.');
});

it('says so when nobody answers', async () => {
  const { control } = createVenue(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(control.state()).rejects.toThrow(/does not answer/);
});
