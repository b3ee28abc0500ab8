import { randomUUID } from 'node:crypto';
import { documents } from '@tapedeck/core';
import * as fc from 'fast-check';
import { sendCommand } from '../../functions/src/commands/send-command.ts';
import { checkBody } from '../../functions/src/edge/body-limits.ts';
import type { Caller } from '../../functions/src/edge/caller.ts';
import { toHttpsError } from '../../functions/src/edge/http-error.ts';
import { connectPayload, examplePayloads } from './command-examples.ts';
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
let owner: Person;
let desk: DeskFixture;
let untouched: unknown;

beforeAll(async () => {
  owner = await signUp();
  desk = await createDesk(admin, { owner });
  untouched = await readDesk();
});

afterAll(() => admin.terminate());

function send(body: string): Promise<Response> {
  return post('sendCommand', body, { Authorization: `Bearer ${owner.idToken}` });
}

/** The desk with all that stands below it. */
async function readDesk(): Promise<unknown> {
  const ref = admin.doc(documents.desk(desk.deskId));
  const below = await Promise.all((await ref.listCollections()).map((collection) => collection.get()));
  const everything = below.flatMap(({ docs }) => docs).map((snapshot) => [snapshot.ref.path, snapshot.data()]);
  return [(await ref.get()).data(), ...everything];
}

async function expectNothingWritten(): Promise<void> {
  expect(await readDesk()).toEqual(untouched);
}

function caller(): Caller {
  return { uid: owner.uid, name: 'Olga', email: owner.email };
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

/** Values that no field of any payload takes, however it is nested. */
const wrong = fc.oneof(
  fc.constantFrom<unknown>(null, -1, 1.5, 1e308, '\u0000', '\ud800', 'x'.repeat(300), [], [1], { constructor: 1 }),
  fc.constant({ '@type': 'type.googleapis.com/google.protobuf.Int64Value', value: 'x' }),
  fc.array(fc.jsonValue(), { minLength: 1 }),
  fc.string({ minLength: 255 }),
);

/** Values that no field of the envelope takes. */
const wrongForEnvelope = fc.oneof(wrong, fc.constantFrom<unknown>(true, '', '/', '..', '__proto__', 'a/b', '💥', {}));

const examples = fc.constantFrom(...Object.entries({ ...examplePayloads, connectAccount: connectPayload('made') }));

/** Bodies each of which is wrong in at least one place: most of them a command of any type with one wrong field. */
const bodies = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue().map((data) => JSON.stringify({ data })) },
  { weight: 1, arbitrary: fc.string().map((text) => `{"data":${text}`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('deskId', 'commandId', 'type', 'payload', 'sentAtMs'), wrongForEnvelope)
      .map(([name, value]) => JSON.stringify({ data: { ...good(), [name]: value } })),
  },
  {
    weight: 10,
    arbitrary: examples.chain(([type, payload]) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(payload), 'unheardOf'), wrong)
        .map(([name, value]) => JSON.stringify({ data: { ...good(), type, payload: { ...payload, [name]: value } } })),
    ),
  },
  {
    weight: 3,
    arbitrary: examples.chain(([type, payload]) =>
      fc.constantFrom(...Object.keys(payload)).map((name) => {
        const rest = Object.fromEntries(Object.entries(payload).filter(([other]) => other !== name));
        return JSON.stringify({ data: { ...good(), type, payload: { ...rest, [`${name} `]: 1 } } });
      }),
    ),
  },
);

/** What the edge does with a body, in this process: parse, check, run, and map what was thrown to a status. */
async function handle(body: string): Promise<number> {
  try {
    const parsed: unknown = JSON.parse(body);
    checkBody(parsed, Buffer.byteLength(body));
    const data: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'data') : undefined;
    await sendCommand({ db: admin, nowMs: Date.now, webOrigin: 'https://desk.example.com' }, caller(), data);
    return 200;
  } catch (thrown) {
    // The HTTP framework answers 400 to what is no JSON, before any function is called.
    return thrown instanceof SyntaxError ? 400 : toHttpsError(thrown).httpErrorCode.status;
  }
}

function expectRefused(status: number): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
}

const seed = 20_261_121;

test('10,000 malformed commands are each refused as the sender’s fault, and write nothing', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => expectRefused(await handle(body))),
    { numRuns: 10_000, seed },
  );
  await expectNothingWritten();
}, 60_000);

test('200 of them are refused over HTTP alike', async () => {
  const sample = fc.sample(bodies, { numRuns: 200, seed });
  for (const body of sample) expectRefused((await send(body)).status);
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
