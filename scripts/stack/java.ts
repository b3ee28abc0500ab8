import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@tapedeck/core';

const leastMajor = 21;
const installFolders = [
  '/usr/lib/jvm',
  '/opt',
  '/opt/java',
  '/Library/Java/JavaVirtualMachines',
  'C:\\Program Files\\Java',
];

function majorOf(java: string): number {
  const { stderr, stdout } = spawnSync(java, ['-version'], { encoding: 'utf8', timeout: 10_000 });
  return Number(/version "(\d+)/.exec(`${stderr ?? ''}${stdout ?? ''}`)?.[1] ?? 0);
}

function candidates(): string[] {
  const homes = installFolders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .flatMap((home) => [home, path.join(home, 'Contents', 'Home')]);
  const own = process.env['JAVA_HOME'];
  return [...(own ? [own] : []), ...homes]
    .map((home) => path.join(home, 'bin', 'java'))
    .filter((java) => existsSync(java));
}

/** Path of a `java` that the Firestore emulator accepts (21 or newer). */
export function findJava(): string {
  const found = ['java', ...candidates()].find((java) => majorOf(java) >= leastMajor);
  if (found) return found;
  throw new AppError(
    'not-found',
    `The Firestore emulator needs Java ${leastMajor} or newer, and none was found in PATH, JAVA_HOME or the usual folders ` +
      `(${installFolders.slice(0, 2).join(', ')} …). Install one (Debian: apt install temurin-25-jdk or openjdk-21-jre-headless; ` +
      `macOS: brew install openjdk) or set JAVA_HOME, then run the command again.`,
  );
}
