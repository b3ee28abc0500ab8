import { toAppError } from '@tapedeck/core';
import { readConfig } from './config.ts';
import { startSimulator } from './simulator.ts';

try {
  const simulator = await startSimulator(readConfig(process.argv.slice(2), process.env));
  process.stdout.write(
    `simulator ready at ${simulator.url} (streams ${simulator.wsUrl}, control ${simulator.controlUrl})\n`,
  );
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void simulator.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  const { message, code } = toAppError(error);
  process.stderr.write(`The simulator did not start: ${message} (${code})\n`);
  process.exitCode = 1;
}
