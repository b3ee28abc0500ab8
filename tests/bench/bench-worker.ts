import { readConfig } from '../../worker/src/config.ts';
import { createLog } from '../../worker/src/log.ts';
import { createWorker, type Worker } from '../../worker/src/worker.ts';
import { InProcessFeed, type FeedOptions } from './in-process-feed.ts';

export interface BenchWorker {
  readonly worker: Worker;
  /** One for each account that the worker has opened. */
  readonly feeds: readonly InProcessFeed[];
}

/** The worker as it is, in this process, its brokers replaced by feeds. */
export function createBenchWorker(feed: FeedOptions, healthPort = 0): BenchWorker {
  const feeds: InProcessFeed[] = [];
  const worker = createWorker({
    config: readConfig({ ...process.env, TAPEDECK_HEALTH_PORT: String(healthPort) }),
    log: createLog('error'),
    version: 'bench',
    createBroker: () => {
      const created = new InProcessFeed(feed);
      feeds.push(created);
      return created;
    },
  });
  return { worker, feeds };
}
