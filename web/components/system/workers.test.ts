import type { LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';
import { toWorkers } from './workers.ts';

const connection = (id: string, beatMs: number, rssMb = 90) =>
  ({ worker: { id, rssMb }, committedAt: { toMillis: () => beatMs } }) as LiveConnectionDocument;

it('lists each worker once, with the figures of its newest heartbeat', () => {
  const found = toWorkers([connection('b', 1_000), undefined, connection('a', 500, 80), connection('a', 700, 85)]);
  expect(found.map(({ figures, beatMs }) => [figures.id, figures.rssMb, beatMs])).toEqual([
    ['a', 85, 700],
    ['b', 90, 1_000],
  ]);
});
