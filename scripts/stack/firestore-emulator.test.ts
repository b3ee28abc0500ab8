import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '@tapedeck/core';
import { explainStartFailure, findFirestoreEmulator, firestoreEmulatorEnv } from './firestore-emulator.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tapedeck-emulator-'));
afterAll(() => rmSync(folder, { recursive: true }));

function jarAt(...names: string[]): string {
  const file = path.join(folder, ...names);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
  return file;
}

const nowhere = { named: undefined, downloads: path.join(folder, 'nowhere'), sdks: [] };

describe('the Firestore emulator', () => {
  it('is the one that the environment names, and nothing else', () => {
    const named = jarAt('own', 'emulator.jar');
    expect(findFirestoreEmulator({ ...nowhere, named })).toBe(named);
    expect(() => findFirestoreEmulator({ ...nowhere, named: '/no/such.jar' })).toThrow(
      /FIRESTORE_EMULATOR_BINARY_PATH names \/no\/such\.jar, and no such file exists/,
    );
  });

  it('is the newest download, else the one of the Google Cloud SDK, else nowhere', () => {
    const sdk = path.join(folder, 'sdk');
    const own = jarAt('sdk', 'platform', 'cloud-firestore-emulator', 'cloud-firestore-emulator.jar');
    expect(findFirestoreEmulator({ ...nowhere, sdks: ['/no/sdk', sdk] })).toBe(own);
    jarAt('downloads', 'cloud-firestore-emulator-v1.9.0.jar');
    const newest = jarAt('downloads', 'cloud-firestore-emulator-v1.22.0.jar');
    jarAt('downloads', 'cloud-storage-rules-runtime-v9.1.3.jar');
    expect(findFirestoreEmulator({ ...nowhere, downloads: path.join(folder, 'downloads'), sdks: [sdk] })).toBe(newest);
    expect(findFirestoreEmulator(nowhere)).toBeUndefined();
  });

  it('is started as it is, only the one of the SDK through a starter', () => {
    const cache = path.join(folder, 'cache');
    expect(firestoreEmulatorEnv(undefined, cache)).toEqual({});
    expect(firestoreEmulatorEnv('/a/cloud-firestore-emulator-v1.22.0.jar', cache)).toEqual({
      FIRESTORE_EMULATOR_BINARY_PATH: '/a/cloud-firestore-emulator-v1.22.0.jar',
    });
    expect(firestoreEmulatorEnv('/sdk/cloud-firestore-emulator.jar', cache)).toEqual({
      FIRESTORE_EMULATOR_BINARY_PATH: path.join(cache, 'firestore-emulator.jar'),
    });
  });
});

describe('explainStartFailure', () => {
  const url = 'https://storage.googleapis.com/firebase-preview-drop/emulator/cloud-firestore-emulator-v1.22.0.jar';

  it('says where to put what could not be downloaded', () => {
    const thrown = new Error(
      `emulators ended before it was up (exit code 1).\nError: Failed to make request to ${url}`,
    );
    const { message } = explainStartFailure(thrown, undefined, nowhere);
    expect(message).toContain(`Download ${url} and put it into ${nowhere.downloads}, or set FIRESTORE_EMULATOR_BINARY`);
  });

  it('says which file is broken', () => {
    const thrown = new Error('Fatal error occurred:\n   Firestore Emulator has exited with code: 1,');
    expect(explainStartFailure(thrown, '/a/bad.jar', nowhere).message).toMatch(
      /could not be started from \/a\/bad\.jar/,
    );
  });

  it('leaves every other failure as it is', () => {
    const other = new AppError('internal', 'port 8080 is taken');
    expect(explainStartFailure(other, '/a/good.jar', nowhere)).toBe(other);
  });
});
