import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What the process tells Prometheus. */
export function createMetrics(accounts: () => number) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const owned: Gauge = new Gauge({
    name: 'tapedeck_accounts',
    help: 'Accounts that this worker owns.',
    registers,
    collect: () => owned.set(accounts()),
  });
  return {
    registry,
    commits: new Histogram({
      name: 'tapedeck_commit_seconds',
      help: 'Time from handing a batch to Firestore to its commit.',
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    documents: new Counter({ name: 'tapedeck_documents_written_total', help: 'Documents committed.', registers }),
    errors: new Counter({
      name: 'tapedeck_errors_total',
      help: 'Failures by where they happened and by code.',
      labelNames: ['where', 'code'] as const,
      registers,
    }),
    commands: new Counter({
      name: 'tapedeck_commands_total',
      help: 'Commands ended, by type and status.',
      labelNames: ['type', 'status'] as const,
      registers,
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
