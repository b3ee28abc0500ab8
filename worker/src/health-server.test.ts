import { HealthServer } from './health-server.ts';
import { createMetrics } from './metrics.ts';
import { Keeper } from './store/keeper.ts';

let leaseMs = 0;
let say: (value: string) => void = () => undefined;
const listeners = new Map<string, Keeper<string>>();
const { registry } = createMetrics(() => 3);
const server = new HealthServer({
  host: '127.0.0.1',
  port: 0,
  registry,
  leaseRemainingMs: () => leaseMs,
  listeners,
  describe: () => ({ worker: 'w-1', accounts: 3 }),
});
let origin: string;

beforeAll(async () => {
  origin = `http://127.0.0.1:${await server.start()}`;
});
afterAll(() => server.stop());

async function ask(path: string) {
  const response = await fetch(origin + path);
  return { status: response.status, body: await response.json() };
}

function listen(): void {
  const subscribe = (onValue: (value: string) => void) => {
    say = onValue;
    return () => undefined;
  };
  listeners.set(
    'accounts',
    new Keeper(
      subscribe,
      () => undefined,
      () => undefined,
    ),
  );
}

describe('the health server', () => {
  it('says on /healthz that the process runs, ready or not', async () => {
    await expect(ask('/healthz')).resolves.toEqual({
      status: 200,
      body: { status: 'ok', worker: 'w-1', accounts: 3 },
    });
  });

  it('is ready on /readyz only with a lease and a value of every listener', async () => {
    const notReady = (reason: string) => ({ status: 503, body: { status: 'not-ready', reason } });
    await expect(ask('/readyz')).resolves.toEqual(notReady('The lease could not be renewed.'));
    leaseMs = 5_000;
    listen();
    await expect(ask('/readyz')).resolves.toEqual(notReady('Nothing has been heard yet of accounts.'));
    say('all of them');
    await expect(ask('/readyz?verbose')).resolves.toEqual({ status: 200, body: { status: 'ready' } });
    leaseMs = 0;
    await expect(ask('/readyz')).resolves.toMatchObject({ status: 503 });
  });

  it('tells Prometheus its figures on /metrics', async () => {
    const response = await fetch(`${origin}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toMatch(/^tapedeck_accounts 3$/m);
  });

  it('knows no other page', async () => {
    await expect(ask('/')).resolves.toEqual({ status: 404, body: { status: 'not-found' } });
  });
});
