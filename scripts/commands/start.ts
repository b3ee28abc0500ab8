import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toAppError } from '@tapedeck/core';
import { startChild, type Child } from '../stack/child.ts';
import { demoPeople } from '../stack/demo.ts';
import { publishConfig, publishWeb } from '../stack/emulators.ts';
import { choosePorts, defaultPorts } from '../stack/ports.ts';
import { createStack, stopLimitMs, webConfigOf, type Stack } from '../stack/stack.ts';
import { buildWebIfStale } from '../stack/builds.ts';

/** `npm start` and `npm run dev`: everything on this machine, with the data of the last run, until Ctrl-C. */
const root = path.join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    dev: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const since = performance.now();
const colours: Record<string, number> = { simulator: 36, emulators: 33, 'worker-1': 32, web: 35, functions: 34 };
const quiet = /^(?:\s*$|[│┌└├─ ]|i {2}|⚠|✔|\s+at )|"level":(?:10|20|30)|"severity":"(?:DEBUG|INFO)"/;

function say(line: string, part = 'tapedeck'): void {
  const at = `${((performance.now() - since) / 1000).toFixed(1).padStart(5)} s`;
  const label = part.padEnd(9);
  process.stdout.write(
    process.stdout.isTTY
      ? `\x1b[90m${at}\x1b[0m  \x1b[${colours[part] ?? 97}m${label}\x1b[0m ${line}\n`
      : `${at}  ${label} ${line}\n`,
  );
}

let stack: Stack | undefined;
let web: Child | undefined;
let stopping = false;
let interrupted = false;
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  say('stopping …');
  // Exiting kills whatever still runs.
  setTimeout(() => process.exit(code), stopLimitMs + 200);
  await Promise.all([web?.stop(1_000), stack?.stop()]);
  say('stopped');
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted ||= !stopping;
    void stop(0);
  });
}
process.stdout.on('error', () => void stop(0));

async function main(): Promise<void> {
  const sayTaken = (name: string, port: number, instead: number): void =>
    say(`port ${port} (${name}) is taken by another program; using ${instead} instead`);
  const ports = await choosePorts(defaultPorts, sayTaken);
  const dataDir = path.join(root, '.tapedeck', 'data');
  mkdirSync(path.join(root, 'web', 'out'), { recursive: true });
  say(
    existsSync(path.join(dataDir, 'firebase'))
      ? 'starting with the data of the last run'
      : 'starting with a fresh demo desk',
  );
  const log = (part: string, line: string): void => {
    if (values.verbose || !quiet.test(line)) say(line, part);
  };
  const built = values.dev
    ? Promise.resolve(false)
    : buildWebIfStale((line) => log('web', line)).then((did) => {
        if (did) say('web app built', 'web');
        return did;
      });
  built.catch(() => {});
  if (!values.dev) say('building the web app if its sources changed (about half a minute) …', 'web');
  const name = 'start';
  const desk = createStack({
    name,
    ports,
    log,
    watch: values.dev,
    ...(values.fresh ? {} : { dataDir }),
    onDeath: (part, how) => {
      say(`${part} ended (${how}); stopping the rest`);
      void stop(1);
    },
  });
  stack = desk;
  await Promise.all([desk.start(), built]);
  let url = desk.webUrl;
  if (values.dev) {
    publishConfig(name, webConfigOf(ports));
    const { web: webPort } = await choosePorts({ web: 3000 }, sayTaken);
    url = `http://127.0.0.1:${webPort}`;
    web = startChild(
      'web',
      [path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'dev', '-H', '127.0.0.1', '-p', String(webPort)],
      {
        cwd: path.join(root, 'web'),
        env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', TAPEDECK_CONFIG_URL: `${desk.webUrl}/config.json` },
        ready: /Ready in/,
        onLine: (line) => log('web', line),
      },
    );
    await web.ready;
  } else {
    publishWeb(name, webConfigOf(ports));
  }
  const owner = demoPeople[0];
  say('');
  say(`Tapedeck is ready: ${url}`);
  say(
    `Sign in as ${owner?.email} with password ${owner?.password} (also trader@ and viewer@), or pick a person on the page.`,
  );
  say(`Exchange simulator: ${desk.simulatorUrl}   Ctrl-C stops everything.`);
}

main().catch((thrown: unknown) => {
  // A part that ends because it was asked to while it started is no news.
  if (!interrupted) say(toAppError(thrown).message);
  void stop(1);
});
