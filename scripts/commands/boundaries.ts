import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Checks who imports whom: the arrows of ARCHITECTURE.md. Exits with 1 and a line for each import that breaks one. */
const root = path.join(import.meta.dirname, '..', '..');
const rooms = ['core', 'worker', 'functions', 'web', 'simulator'] as const;

interface Rule {
  readonly what: string;
  /** Whether this import, made in this file, is against the rule. */
  readonly broken: (file: string, target: string) => boolean;
}

const under = (file: string, ...folders: string[]): boolean => folders.some((folder) => file.startsWith(`${folder}/`));
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || under(file, 'tests');
const isFirebase = (target: string): boolean =>
  /^(?:firebase(?:-admin|-functions)?|@firebase|@google-cloud\/firestore)(?:\/|$)/.test(target);

const rules: readonly Rule[] = [
  {
    what: 'core imports nothing of ours',
    broken: (file, target) =>
      under(file, 'core') && target.startsWith('@tapedeck/') && !target.startsWith('@tapedeck/core'),
  },
  {
    what: 'a room imports only core and itself',
    broken: (file, target) => {
      const room = rooms.find((name) => under(file, name));
      if (!room) return false;
      const other = /^@tapedeck\/([a-z]+)/.exec(target)?.[1];
      if (other) return other !== 'core' && other !== room;
      if (!target.startsWith('.')) return false;
      const resolved = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
      return !under(resolved, room);
    },
  },
  {
    what: 'core does no I/O',
    broken: (file, target) =>
      under(file, 'core') && !isTest(file) && (target.startsWith('node:') || isFirebase(target)),
  },
  {
    what: 'only worker/src/brokers imports ccxt',
    broken: (file, target) => /^ccxt(?:\/|$)/.test(target) && !under(file, 'worker/src/brokers', 'tests'),
  },
  {
    what: 'only worker/src/store, functions and web/live import Firebase',
    broken: (file, target) =>
      isFirebase(target) && !under(file, 'worker/src/store', 'functions', 'web/live', 'tests', 'scripts'),
  },
  {
    what: 'components and pages reach data through web/live alone',
    broken: (file, target) =>
      under(file, 'web/components', 'web/app') && /^@\/live\/(?:firebase|internal)\//.test(target),
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
