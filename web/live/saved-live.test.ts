import type { LiveConnectionDocument, LiveStateDocument } from '@tapedeck/core/documents/live-documents';
import type { LiveDocuments } from './account-live.ts';
import { createLiveSaver, forgetSavedLive, readSavedLive } from './saved-live.ts';

const committedAt = { toMillis: () => 1_000 };

function documentsOf(seq: number): LiveDocuments {
  return {
    state: { seq, structureSeq: 1, figures: { equity: '100.5' }, committedAt } as unknown as LiveStateDocument,
    positions: { structureSeq: 1, positions: {} },
    connection: { state: 'live', committedAt } as unknown as LiveConnectionDocument,
  };
}

beforeEach(() => {
  jest.useFakeTimers();
  localStorage.clear();
});
afterEach(() => jest.useRealTimers());

test('what was put last is read back, with its times', () => {
  const saver = createLiveSaver('desk', 'main');
  saver.put(documentsOf(1));
  saver.put(documentsOf(2));
  saver.end();
  const copy = readSavedLive('desk', 'main');
  expect(copy?.state).toMatchObject({ seq: 2, figures: { equity: '100.5' } });
  expect(copy?.state?.committedAt.toMillis()).toBe(1_000);
  expect(copy?.positions).toEqual({ structureSeq: 1, positions: {} });
});

test('nothing is written while documents arrive, and the newest within ten seconds', () => {
  const saver = createLiveSaver('desk', 'main');
  saver.put(documentsOf(1));
  expect(readSavedLive('desk', 'main')).toBeUndefined();
  saver.put(documentsOf(7));
  jest.advanceTimersByTime(10_000);
  expect(readSavedLive('desk', 'main')?.state?.seq).toBe(7);
  saver.end();
});

test('leaving the page writes at once', () => {
  const saver = createLiveSaver('desk', 'main');
  saver.put(documentsOf(3));
  dispatchEvent(new Event('pagehide'));
  expect(readSavedLive('desk', 'main')?.state?.seq).toBe(3);
  saver.end();
});

test('a copy that cannot be read is none', () => {
  localStorage.setItem('tapedeck.live/desk/main', '{"state":');
  expect(readSavedLive('desk', 'main')).toBeUndefined();
});

test('signing out removes every copy and nothing else', () => {
  localStorage.setItem('tapedeck.preferences', '{}');
  const saver = createLiveSaver('desk', 'main');
  saver.put(documentsOf(1));
  saver.end();
  forgetSavedLive();
  expect(Object.keys(localStorage)).toEqual(['tapedeck.preferences']);
});
