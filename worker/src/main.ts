import packageJson from '../package.json' with { type: 'json' };
import { createBrokerFactory } from './broker-factory.ts';
import { readConfig } from './config.ts';
import { createConfigCredentials } from './credentials.ts';
import { createLog } from './log.ts';
import { readSealingKeyFile } from './sealing/sealing-key-file.ts';
import { createWorker } from './worker.ts';

const config = readConfig(process.env);
const log = createLog(config.logLevel);
const sealing = config.sealingKeyFile === undefined ? undefined : readSealingKeyFile(config.sealingKeyFile);
const createBroker = createBrokerFactory(config, { plain: createConfigCredentials(config), sealing }, log);
const worker = createWorker({ config, log, version: packageJson.version, createBroker, sealing: sealing?.published });

process.on('unhandledRejection', (error) => log.error({ error }, 'Unhandled rejection'));

async function end(exitCode: number): Promise<never> {
  await worker.stop();
  process.exit(exitCode);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(0));

try {
  await worker.start();
  log.info('worker ready');
} catch (error) {
  log.fatal({ error }, 'The worker could not start');
  await end(1);
}
