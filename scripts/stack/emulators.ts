import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { WebConfig } from '@tapedeck/core';
import { startChild, type Child } from './child.ts';
import {
  emulatorPlaces,
  explainStartFailure,
  findFirestoreEmulator,
  firestoreEmulatorEnv,
} from './firestore-emulator.ts';
import { findJava } from './java.ts';
import { portsFrom, type Ports } from './ports.ts';

/**
 * The official Firebase emulators, offline.
 * From the shell: `node scripts/stack/emulators.ts BASE_PORT [auth,firestore,functions,hosting]` starts them on a
 * block of ports from BASE_PORT (see ports.ts for the order) and prints the environment that clients need.
 */
export const projectId = 'demo-tapedeck';
const root = path.join(import.meta.dirname, '..', '..');
const stateDir = path.join(root, '.tapedeck');
/** Without a dot: the functions emulator reloads nothing below a folder whose name begins with one. */
const runDir = path.join(root, 'tmp', 'run');

export type EmulatorName = 'auth' | 'firestore' | 'functions' | 'hosting';

export interface EmulatorOptions {
  readonly name: string;
  readonly ports: Ports;
  readonly only: readonly EmulatorName[];
  /** Folder of the data to start with, where `saveEmulators` has left any. */
  readonly dataDir?: string;
  readonly onLine?: (line: string) => void;
  readonly onDeath?: (how: string) => void;
}

/** Environment for every process that talks to these emulators. */
export function emulatorEnv(ports: Ports): Record<string, string> {
  return {
    GCLOUD_PROJECT: projectId,
    TAPEDECK_PROJECT_ID: projectId,
    METADATA_SERVER_DETECTION: 'none',
    FIRESTORE_EMULATOR_HOST: `127.0.0.1:${ports.firestore}`,
    FIREBASE_AUTH_EMULATOR_HOST: `127.0.0.1:${ports.auth}`,
    TAPEDECK_FUNCTIONS_URL: `http://127.0.0.1:${ports.functions}/${projectId}/us-central1`,
  };
}

function link(target: string, at: string): void {
  mkdirSync(path.dirname(at), { recursive: true });
  symlinkSync(target, at);
}

/** Where a stack of that name keeps what it needs while it runs. */
export function runFolderOf(name: string): string {
  return path.join(runDir, name);
}

/** A folder with firebase.json for these ports, the rules and indexes, the functions' bundle, and a copy of the web app. */
function writeRunFolder(options: EmulatorOptions): string {
  const folder = runFolderOf(options.name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const config = JSON.parse(readFileSync(path.join(root, 'firebase.json'), 'utf8'));
  const { ports } = options;
  config.emulators = {
    ...config.emulators,
    auth: { host: '127.0.0.1', port: ports.auth },
    firestore: { host: '127.0.0.1', port: ports.firestore, websocketPort: ports.firestoreWebSocket },
    functions: { host: '127.0.0.1', port: ports.functions },
    hosting: { host: '127.0.0.1', port: ports.hosting },
    eventarc: { host: '127.0.0.1', port: ports.eventarc },
    tasks: { host: '127.0.0.1', port: ports.tasks },
    hub: { host: '127.0.0.1', port: ports.hub },
    logging: { host: '127.0.0.1', port: ports.logging },
    ui: { enabled: false },
    singleProjectMode: true,
  };
  writeFileSync(path.join(folder, 'firebase.json'), JSON.stringify(config, null, 2));
  for (const file of ['firestore.rules', 'firestore.indexes.json', '.firebaserc']) {
    if (existsSync(path.join(root, file))) link(path.join(root, file), path.join(folder, file));
  }
  if (options.only.includes('functions'))
    link(path.join(root, 'functions', 'build'), path.join(folder, 'functions', 'build'));
  if (options.only.includes('hosting')) mkdirSync(path.join(folder, 'web', 'out'), { recursive: true });
  return folder;
}

function servedFolderOf(name: string): string {
  return path.join(runFolderOf(name), 'web', 'out');
}

/** Puts `/config.json` where the hosting emulator of `name` serves it, out of reach of the next build of the web app. */
export function publishConfig(name: string, webConfig: WebConfig): void {
  writeFileSync(path.join(servedFolderOf(name), 'config.json'), JSON.stringify(webConfig, null, 2));
}

/** Puts the built web app, with this stack's `/config.json`, where the hosting emulator of `name` serves it. */
export function publishWeb(name: string, webConfig: WebConfig): void {
  cpSync(path.join(root, 'web', 'out'), servedFolderOf(name), { recursive: true });
  publishConfig(name, webConfig);
}

/**
 * Writes what the emulators hold into `dataDir`, for their next start. It replaces the data there only when all of it
 * is written, so that a save that is cut short loses nothing. Asks the hub of these emulators: the command line's
 * `--export-on-exit` takes the hub of whichever running stack of this project started first.
 */
export async function saveEmulators(ports: Ports, dataDir: string, limitMs: number): Promise<void> {
  mkdirSync(path.dirname(dataDir), { recursive: true });
  const response = await fetch(`http://127.0.0.1:${ports.hub}/_admin/export`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path: dataDir, initiatedBy: 'stop' }),
    signal: AbortSignal.timeout(limitMs),
  });
  if (!response.ok) throw new Error(`the hub answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
}

/** Starts them; `ready` resolves when all of them answer. */
export function startEmulators(options: EmulatorOptions): Child {
  const folder = writeRunFolder(options);
  const places = emulatorPlaces();
  const jar = findFirestoreEmulator(places);
  if (jar === undefined) options.onLine?.(`downloading the Firestore emulator (130 MB, once) into ${places.downloads}`);
  const java = findJava();
  const args = [
    '--disable-warning=DEP0040',
    path.join(root, 'node_modules', 'firebase-tools', 'lib', 'bin', 'firebase.js'),
    'emulators:start',
    '--project',
    projectId,
    '--only',
    options.only.join(','),
  ];
  if (options.dataDir && existsSync(path.join(options.dataDir, 'firebase-export-metadata.json')))
    args.push('--import', options.dataDir);
  const child = startChild('emulators', args, {
    cwd: folder,
    env: {
      ...process.env,
      ...firestoreEmulatorEnv(jar, path.join(stateDir, 'cache')),
      ...(java === 'java' ? {} : { JAVA_HOME: path.join(path.dirname(java), '..') }),
      PATH: [path.join(root, 'node_modules', '.bin'), path.dirname(java), process.env['PATH'] ?? ''].join(
        path.delimiter,
      ),
      CI: 'true',
      METADATA_SERVER_DETECTION: 'none',
      JAVA_TOOL_OPTIONS: `${process.env['JAVA_TOOL_OPTIONS'] ?? ''} -Xmx1g -XX:+UseSerialGC`.trim(),
    },
    ready: /All emulators ready/,
    ...(options.onLine ? { onLine: options.onLine } : {}),
    ...(options.onDeath ? { onDeath: options.onDeath } : {}),
  });
  const ready = child.ready.catch((thrown: unknown) => {
    throw explainStartFailure(thrown, jar, places);
  });
  ready.catch(() => {});
  return { ...child, ready };
}

/** Emulators alone, until Ctrl-C. */
async function runAlone(): Promise<void> {
  const ports = portsFrom(Number(process.argv[2] ?? 21_900));
  const only = (process.argv[3] ?? 'auth,firestore').split(',') as EmulatorName[];
  const child = startEmulators({ name: `cli-${ports.hosting}`, ports, only, onLine: (line) => console.log(line) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void child.stop());
  await child.ready;
  console.log(
    Object.entries(emulatorEnv(ports))
      .map(([name, value]) => `export ${name}=${value}`)
      .join('\n'),
  );
  await child.gone;
}

// Not awaited: tests load this module as CommonJS, which knows no top-level await.
if (import.meta.main) void runAlone();
