import { readSoon } from './read-soon.ts';

const never = new Promise<string>(() => undefined);

describe('readSoon', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('asks once where the answer comes', async () => {
    const read = jest.fn(() => Promise.resolve('answer'));
    await expect(readSoon(read)).resolves.toBe('answer');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('asks afresh beside a read that hangs, and takes the first answer', async () => {
    const answers = [never, never, Promise.resolve('answer')];
    const read = jest.fn(() => answers.shift() ?? never);
    const reading = readSoon(read);
    await jest.advanceTimersByTimeAsync(249);
    expect(read).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(501);
    await expect(reading).resolves.toBe('answer');
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('asks no more than four times', async () => {
    const read = jest.fn(() => never);
    void readSoon(read);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(4);
  });

  it('fails as the read does', async () => {
    await expect(readSoon(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });
});
