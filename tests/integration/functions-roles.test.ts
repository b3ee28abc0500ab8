import { randomUUID } from 'node:crypto';
import { commandTypes, type CommandName, type CommandType } from '@tapedeck/core';
import { connectAdmin } from './functions-client.ts';
import { connectPayload, examplePayloads } from './command-examples.ts';
import { openTestDesk, type Payload, type TestDesk } from './functions-desk.ts';

const admin = connectAdmin();
const personas = ['owner', 'trader', 'viewer', 'stranger'] as const;
let desk: TestDesk;

beforeAll(async () => {
  desk = await openTestDesk(admin);
});

afterAll(() => admin.terminate());

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : thrown;
}

const rows = Object.entries(examplePayloads).flatMap(([name, payload]) => {
  const { roles }: CommandType = commandTypes[name as CommandName];
  return personas.map((persona) => ({
    name: name as CommandName,
    payload,
    persona,
    may: persona !== 'stranger' && roles.includes(persona),
  }));
});

test.each(rows)('$name by $persona: $may', async ({ name, payload, persona, may }) => {
  const outcome = await desk.send(name, payload, { as: desk.people[persona] }).catch(codeOf);
  expect(outcome).toBe(may ? 'not-found' : 'forbidden');
});

test('the two that make something new are the owner’s alone', async () => {
  const news: [CommandName, Payload][] = [
    ['inviteMember', { email: 'bo@example.com', role: 'viewer' }],
    ['connectAccount', connectPayload(randomUUID())],
  ];
  const before = await desk.count();
  for (const [name, payload] of news) {
    for (const persona of ['trader', 'viewer', 'stranger'] as const) {
      const sent = desk.send(name, payload, { as: desk.people[persona] });
      await expect(sent).rejects.toMatchObject({ code: 'forbidden' });
    }
  }
  expect(await desk.count()).toBe(before);
  for (const [name, payload] of news) expect((await desk.send(name, payload)).status).toBe('succeeded');
});

describe('every desk command', () => {
  test('is refused late and from a clock that runs ahead, without a trace', async () => {
    const before = await desk.desk();
    const stop = { flatten: true };
    await expect(desk.send('emergencyStop', stop, { sentAtMs: Date.now() - 61_000 })).rejects.toMatchObject({
      code: 'expired',
      message:
        '"Emergency stop" arrived 61 s after it was sent; 60 s is the limit. It was not run. Send it again if it is still wanted.',
    });
    await expect(desk.send('emergencyStop', stop, { sentAtMs: Date.now() + 60_000 })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await desk.desk()).toEqual(before);
  });

  test('under an id that stands for another one is a conflict', async () => {
    const commandId = randomUUID();
    await desk.send('updateRiskLimits', { limits: { maxLeverage: '4' } }, { commandId });
    await expect(desk.send('updateRiskLimits', { limits: { maxLeverage: '5' } }, { commandId })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await desk.desk()).limits?.maxLeverage).toBe('4');
  });
});
