import { randomUUID } from 'node:crypto';
import { collections } from '@tapedeck/core';
import * as fc from 'fast-check';
import {
  connectAdmin,
  createDesk,
  functionsUrl,
  post,
  signUp,
  type DeskFixture,
  type Person,
} from './functions-client.ts';

const admin = connectAdmin();
let trader: Person;
let desk: DeskFixture;

beforeAll(async () => {
  trader = await signUp();
  desk = await createDesk(admin, { trader });
});

afterAll(() => admin.terminate());

function send(body: string): Promise<Response> {
  return post('sendCommand', body, { Authorization: `Bearer ${trader.idToken}` });
}

async function expectNothingWritten(): Promise<void> {
  for (const collection of [collections.commands(desk.deskId), collections.activity(desk.deskId)]) {
    expect((await admin.collection(collection).count().get()).data().count).toBe(0);
  }
}

function good(): Record<string, unknown> {
  return {
    deskId: desk.deskId,
    commandId: randomUUID(),
    type: 'updateSyncSettings',
    payload: { accountId: desk.accountId, sync: { pollMs: 500 } },
    sentAtMs: Date.now(),
  };
}

/** Values that no field of a command takes. */
const wrong = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1.5,
    1e308,
    '',
    '/',
    '..',
    '__proto__',
    'a/b',
    '\u0000',
    '\ud800',
    '💥',
    [],
    {},
  ),
  fc.constantFrom<unknown>(
    { constructor: 1 },
    { '@type': 'type.googleapis.com/google.protobuf.Int64Value', value: 'x' },
  ),
  fc.array(fc.jsonValue(), { minLength: 1 }),
  fc.string({ minLength: 65 }),
);

test('300 malformed commands are each refused as the sender’s fault, and write nothing', async () => {
  const field = fc.constantFrom('deskId', 'commandId', 'type', 'payload', 'sentAtMs');
  const bodies = fc.oneof(
    fc.jsonValue().map((data) => JSON.stringify({ data })),
    fc.tuple(field, wrong).map(([name, value]) => JSON.stringify({ data: { ...good(), [name]: value } })),
    fc.constantFrom('accountId', 'sync').chain((name) =>
      wrong.map((value) =>
        JSON.stringify({
          data: { ...good(), payload: { accountId: desk.accountId, sync: { pollMs: 500 }, [name]: [value] } },
        }),
      ),
    ),
    fc.string().map((text) => `{"data":${text}`),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const { status } = await send(body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 300, seed: 20_261_121 },
  );
  await expectNothingWritten();
}, 60_000);

test.each([
  ['a body nested 3,000 levels deep', `{"data":${'['.repeat(3_000)}${']'.repeat(3_000)}}`],
  ['a body of 200,000 bytes', JSON.stringify({ data: 'x'.repeat(200_000) })],
  ['a wrapped number that is none', '{"data":{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"x"}}'],
  ['an unknown wrapper', '{"data":{"payload":{"@type":"anything"}}}'],
  ['no data', '{}'],
  ['a field beside data', '{"data":{},"context":{"auth":{"uid":"owner"}}}'],
  ['a body cut off', '{"data":{'],
  ['an empty body', ''],
])('%s is refused as the sender’s fault', async (_title, body) => {
  const { status } = await send(body);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  await expectNothingWritten();
});

test.each(['Bearer nonsense', 'Bearer a.b.c', 'Basic dXNlcjpwYXNz', 'Bearer '])(
  'the authorization "%s" is nobody’s',
  async (authorization) => {
    const response = await post('sendCommand', JSON.stringify({ data: good() }), { Authorization: authorization });
    expect(response.status).toBe(401);
    await expectNothingWritten();
  },
);

test('a refusal carries no stack and no path of the server', async () => {
  const text = await (await send(JSON.stringify({ data: { ...good(), deskId: 'no-such-desk' } }))).text();
  expect(text).not.toMatch(/node_modules|\.ts:|\.js:|\bat /);
});

test('a call by GET is refused', async () => {
  const { status } = await fetch(`${functionsUrl}/sendCommand`);
  expect(status).toBe(400);
});
