import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * The library looks at the event loop a hundred times a second, which costs a quiet worker more than all its polls. Seldom
 * looked at, its percentiles say nothing; the lag of the moment, taken when asked, stays.
 */
const eventLoopMonitoringPrecision = 1_000;
const lagStatistics = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'];

/** What the process tells Prometheus. */
export function createMetrics(accounts: () => number) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision });
  for (const name of lagStatistics) registry.removeSingleMetric(`nodejs_eventloop_lag_${name}_seconds`);
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
