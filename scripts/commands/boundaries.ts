import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Checks who imports whom: the arrows of ARCHITECTURE.md. Exits with 1 and a line for each import that breaks one. */
const root = path.join(import.meta.dirname, '..', '..');
const rooms = ['core', 'worker', 'functions', 'web', 'simulator'] as const;

interface Rule {
  readonly what: string;
  /** Whether this import, made in this file, is against the rule. */
  readonly broken: (file: string, target: string) => boolean;
  /** An import that breaks it, as file and target: a rule that lets its own example through checks nothing. */
  readonly example: readonly [string, string];
}

const under = (file: string, ...folders: string[]): boolean => folders.some((folder) => file.startsWith(`${folder}/`));
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || under(file, 'tests');
const isFirebase = (target: string): boolean =>
  /^(?:firebase(?:-admin|-functions)?|@firebase|@google-cloud\/firestore)(?:\/|$)/.test(target);
/** Where an import leads, from the root on; `undefined` for a package. */
const resolve = (file: string, target: string): string | undefined => {
  if (target.startsWith('@/')) return path.posix.join('web', target.slice(2));
  return target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : undefined;
};
/** What web/live keeps to itself: the SDKs and the listeners that its subscriptions are made of. */
const innerLive = [
  'account-store.ts',
  'auth-sdk.ts',
  'create-account-sdk.ts',
  'firebase.ts',
  'firestore-sdk.ts',
  'google-sdk.ts',
  'hpke-sdk.ts',
  'keep-subscribed.ts',
  'listen.ts',
  'saved-live.ts',
  'use-resource.ts',
  'watch-account-live.ts',
  'watch-each.ts',
].map((name) => `web/live/${name}`);

const rules: readonly Rule[] = [
  {
    what: 'core imports nothing of ours',
    broken: (file, target) =>
      under(file, 'core') && target.startsWith('@tapedeck/') && !target.startsWith('@tapedeck/core'),
    example: ['core/src/index.ts', '@tapedeck/worker'],
  },
  {
    what: 'a room imports only core and itself',
    broken: (file, target) => {
      const room = rooms.find((name) => under(file, name));
      if (!room) return false;
      const other = /^@tapedeck\/([a-z]+)/.exec(target)?.[1];
      if (other) return other !== 'core' && other !== room;
      const resolved = resolve(file, target);
      return resolved !== undefined && !under(resolved, room);
    },
    example: ['functions/src/index.ts', '../../worker/src/worker.ts'],
  },
  {
    what: 'core does no I/O',
    broken: (file, target) =>
      under(file, 'core') && !isTest(file) && (target.startsWith('node:') || isFirebase(target)),
    example: ['core/src/index.ts', 'node:fs'],
  },
  {
    what: 'only worker/src/brokers imports ccxt',
    broken: (file, target) => /^ccxt(?:\/|$)/.test(target) && !under(file, 'worker/src/brokers', 'tests'),
    example: ['worker/src/worker.ts', 'ccxt/js/src/bybit.js'],
  },
  {
    what: 'only worker/src/store, functions and web/live import Firebase',
    broken: (file, target) =>
      isFirebase(target) && !under(file, 'worker/src/store', 'functions', 'web/live', 'tests', 'scripts'),
    example: ['web/components/shell/shell.tsx', 'firebase/firestore'],
  },
  {
    what: 'the rest of web reaches data through the subscriptions of web/live, not through what they are made of',
    broken: (file, target) =>
      under(file, 'web') && !under(file, 'web/live') && innerLive.includes(resolve(file, target) ?? ''),
    example: ['web/components/shell/shell.tsx', '@/live/firebase.ts'],
  },
];

const importPattern =
  /(?:^|[\s;])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
const files = [...rooms, 'tests', 'scripts'].flatMap((room) =>
  globSync(`${room}/**/*.{ts,tsx,mts}`, {
    cwd: root,
    exclude: (name) => ['node_modules', '.next', 'out', 'build'].includes(name),
  }),
);

const idle = rules.filter(({ broken: isBroken, example }) => !isBroken(...example)).map(({ what }) => what);
const gone = innerLive.filter((file) => !existsSync(path.join(root, file)));
if (idle.length + gone.length > 0) throw new Error(`These checks check nothing: ${[...idle, ...gone].join('; ')}.`);

let broken = 0;
for (const native of files) {
  const file = native.split(path.sep).join('/');
  const source = readFileSync(path.join(root, native), 'utf8');
  for (const match of source.matchAll(importPattern)) {
    const target = match[1] ?? match[2] ?? '';
    for (const rule of rules.filter((candidate) => candidate.broken(file, target))) {
      broken += 1;
      const line = source.slice(0, match.index).split('\n').length;
      console.error(`${file}:${line} imports ${target}: ${rule.what}.`);
    }
  }
}
if (broken > 0) process.exit(1);
console.log(`Boundaries hold in ${files.length} files.`);
