import type { LiveConnectionDocument, LiveStateDocument } from '@tapedeck/core/documents/live-documents';
import type { LiveDocuments } from './account-live.ts';
import { createLiveSaver, readSavedLive } from './saved-live.ts';

const committedAt = { toMillis: () => 1_000 };

function documentsOf(seq: number): LiveDocuments {
  return {
    state: { seq, structureSeq: 1, figures: { equity: '100.5' }, committedAt } as unknown as LiveStateDocument,
    positions: { structureSeq: 1, positions: {} },
    connection: { state: 'live', committedAt } as unknown as LiveConnectionDocument,
  };
}

beforeEach(() => localStorage.clear());

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

test('documents are kept once all of them are known', () => {
  const saver = createLiveSaver('desk', 'main');
  saver.put({ ...documentsOf(1), positions: undefined });
  saver.end();
  expect(localStorage).toHaveLength(0);
});

test('a copy of another shape is none', () => {
  localStorage.setItem('tapedeck.saved/live/desk/main', '{"state":{}}');
  expect(readSavedLive('desk', 'main')).toBeUndefined();
});
