import { Firestore } from '@google-cloud/firestore';
import { settle } from '../testing/fake-clock.ts';
import { DocumentWriter } from './document-writer.ts';

describe('DocumentWriter', () => {
  afterEach(() => jest.useRealTimers());

  it('asks for nothing more once it has ended, however much waits', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    const away = { commit: jest.fn(() => Promise.reject(new Error('Firestore is away.'))) };
    const writer = new DocumentWriter(new Firestore({ projectId: 'demo' }), away);
    const pass = async () => {
      await jest.advanceTimersByTimeAsync(1_000);
      await settle();
    };
    void writer.set('a/b', { value: 1 });
    await pass();
    expect(away.commit.mock.calls.length).toBeGreaterThan(2);

    writer.end();
    const asked = away.commit.mock.calls.length;
    void writer.set('a/b', { value: 2 });
    await pass();
    expect(away.commit).toHaveBeenCalledTimes(asked);
    expect(writer.waiting).toBe(0);
  });
});
