import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBrokerMessages } from './conformance.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'recorded-'));
  mkdirSync(join(dir, 'exchange', 'nautilus-bybit'), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true }));

const record = (name: string, message: object) =>
  writeFileSync(join(dir, 'exchange', 'nautilus-bybit', `${name}.json`), JSON.stringify(message));

const execution = {
  category: 'linear',
  symbol: 'BTCUSDT',
  execId: 'e-1',
  execType: 'Trade',
  orderId: 'o-1',
  side: 'Sell',
  execPrice: '95900.1',
  execQty: '0.5',
  execValue: '47950.05',
  execFee: '26.37',
  execTime: '1746270400353',
};

describe('checkBrokerMessages', () => {
  it('counts what is mapped, what gives nothing and what is refused for the right reason', async () => {
    const { execFee: _fee, execType: _type, ...fast } = execution;
    record('trade', { topic: 'execution', data: [execution] });
    record('funding', { topic: 'execution', data: [{ ...execution, execType: 'Funding' }] });
    record('fast', { topic: 'execution.fast', data: [fast] });
    record('candles', { topic: 'kline.1.BTCUSDT', data: [{}] });
    const outcome = await checkBrokerMessages(dir);
    expect(outcome).toMatchObject({ passed: 3, failures: [] });
    expect(outcome.notes[1]).toMatch(/^executions +3 +1 +1 +1$/);
    expect(outcome.notes[2]).toBe('1 messages are read by no mapper here');
  });

  it('fails a message that is refused without reason, naming file and field', async () => {
    record('wallet', { topic: 'wallet', data: [{ totalEquity: 'much', coin: [] }] });
    const { failures } = await checkBrokerMessages(dir);
    expect(failures[0]).toBe('nautilus-bybit/wallet.json: refused: Wallet: totalEquity is "much": not a number.');
  });

  it('remarks on a recording that contradicts itself', async () => {
    record('trade', { topic: 'execution', data: [{ ...execution, execValue: '1' }] });
    const { notes, failures } = await checkBrokerMessages(dir);
    expect(failures).toEqual([]);
    expect(notes.at(-1)).toMatch(/value 1, its price and quantity make 47950.05/);
  });

  it('fails where there is nothing to check', async () => {
    const { passed, failures } = await checkBrokerMessages(dir);
    expect(passed).toBe(0);
    expect(failures[0]).toMatch(/No recorded message/);
  });
});
