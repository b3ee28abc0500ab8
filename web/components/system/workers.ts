import type { LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';

export interface WorkerReport {
  readonly figures: LiveConnectionDocument['worker'];
  /** When it last spoke through any of its accounts, by Firestore's clock. */
  readonly beatMs: number;
}

/** The workers behind some accounts, each as its newest heartbeat tells, by id. */
export function toWorkers(connections: readonly (LiveConnectionDocument | undefined)[]): readonly WorkerReport[] {
  const newest = new Map<string, WorkerReport>();
  for (const connection of connections) {
    if (!connection) continue;
    const beatMs = connection.committedAt.toMillis();
    const known = newest.get(connection.worker.id);
    if (!known || beatMs > known.beatMs) newest.set(connection.worker.id, { figures: connection.worker, beatMs });
  }
  return [...newest.values()].toSorted((a, b) => a.figures.id.localeCompare(b.figures.id));
}
