import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkShapes } from './conformance.ts';
import { shapeKinds } from './conformance-kinds.ts';
import { collectSamples } from './conformance-samples.ts';

describe('conformance', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'shapes-'));
    mkdirSync(path.join(dir, 'exchange', 'bybit-docs'), { recursive: true });
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  function record(result: object): void {
    const examples = [{ heading: 'Response Example', json: { retCode: 0, result } }];
    writeFileSync(path.join(dir, 'exchange', 'bybit-docs', 'market__time.json'), JSON.stringify(examples));
  }

  test('there is a sample of every kind', async () => {
    const samples = await collectSamples();
    expect(shapeKinds.map(({ name }) => name).filter((name) => !samples.has(name))).toEqual([]);
  });

  test('a message like the recorded one passes', async () => {
    record({ timeSecond: '1', timeNano: '1000' });
    expect(await checkShapes(dir)).toMatchObject({ passed: 1, failures: [] });
  });

  test('a missing field, another type and a field too many are named', async () => {
    record({ timeSecond: 1, timeZone: 'UTC' });
    expect((await checkShapes(dir)).failures).toEqual([
      'time: timeSecond is string, recorded as number',
      'time: timeZone is missing',
      'time: timeNano is in no recording',
    ]);
  });
});
