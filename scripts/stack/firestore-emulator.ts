import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { AppError, toAppError } from '@tapedeck/core';
import { pathingJar } from './pathing-jar.ts';

const mainClass = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
const variable = 'FIRESTORE_EMULATOR_BINARY_PATH';

/** Where the Firestore emulator is looked for. */
export interface EmulatorPlaces {
  /** What `FIRESTORE_EMULATOR_BINARY_PATH` names; goes before all else. */
  readonly named: string | undefined;
  /** Where firebase-tools keeps its downloads. */
  readonly downloads: string;
  /** Folders that may hold the Google Cloud SDK. */
  readonly sdks: readonly string[];
}

export function emulatorPlaces(): EmulatorPlaces {
  const gcloud = spawnSync('which', ['gcloud'], { encoding: 'utf8' }).stdout?.trim();
  const beside = gcloud ? [path.join(path.dirname(realpathSync(gcloud)), '..')] : [];
  return {
    named: process.env[variable],
    downloads: process.env['FIREBASE_EMULATORS_PATH'] ?? path.join(homedir(), '.cache', 'firebase', 'emulators'),
    sdks: [...beside, '/usr/lib/google-cloud-sdk', '/opt/google-cloud-sdk', path.join(homedir(), 'google-cloud-sdk')],
  };
}

/** The emulator's jar on this machine; `undefined` where firebase-tools has to download it. */
export function findFirestoreEmulator(places: EmulatorPlaces): string | undefined {
  const { named, downloads, sdks } = places;
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new AppError(
      'not-found',
      `The Firestore emulator is missing: ${variable} names ${named}, and no such file exists. Correct or unset it, then run the command again.`,
    );
  }
  const downloaded = existsSync(downloads)
    ? readdirSync(downloads).filter((name) => /^cloud-firestore-emulator-v.*\.jar$/.test(name))
    : [];
  const newest = downloaded.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (newest !== undefined) return path.join(downloads, newest);
  return sdks
    .map((sdk) => path.join(sdk, 'platform', 'cloud-firestore-emulator', 'cloud-firestore-emulator.jar'))
    .find((file) => existsSync(file));
}

/** Environment that leads firebase-tools to the jar. The SDK's names no main class: it gets a starter in `cacheDir`. */
export function firestoreEmulatorEnv(jar: string | undefined, cacheDir: string): Record<string, string> {
  if (jar === undefined) return {};
  if (path.basename(jar) !== 'cloud-firestore-emulator.jar') return { [variable]: jar };
  mkdirSync(cacheDir, { recursive: true });
  const starter = path.join(cacheDir, 'firestore-emulator.jar');
  writeFileSync(starter, pathingJar(jar, mainClass));
  return { [variable]: starter };
}

/** Says in words what the messages of firebase-tools mean when the emulator's jar is what is missing or broken. */
export function explainStartFailure(thrown: unknown, jar: string | undefined, { downloads }: EmulatorPlaces): AppError {
  const error = toAppError(thrown);
  const elsewhere =
    `or have the Google Cloud SDK's (Debian: apt install google-cloud-cli-firestore-emulator; elsewhere: ` +
    `gcloud components install cloud-firestore-emulator), then run the command again.`;
  const url = /https:\/\/\S*(cloud-firestore-emulator\S*\.jar)/.exec(error.message);
  if (jar === undefined && url) {
    return new AppError(
      'not-found',
      `The Firestore emulator is not on this machine and could not be downloaded. Download ${url[0]} and put it into ` +
        `${downloads}, or set ${variable} to where it is, ${elsewhere}`,
      { cause: error },
    );
  }
  if (jar !== undefined && /corrupt jarfile|Firestore Emulator has exited with code/i.test(error.message)) {
    return new AppError(
      'not-found',
      `The Firestore emulator could not be started from ${jar}. Put a whole one there, set ${variable} to another, ` +
        elsewhere,
      { cause: error },
    );
  }
  return error;
}
