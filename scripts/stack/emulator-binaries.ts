import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathingJar } from './pathing-jar.ts';

const mainClass = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';

function cloudSdkRoots(): string[] {
  const gcloud = spawnSync('which', ['gcloud'], { encoding: 'utf8' }).stdout?.trim();
  const beside = gcloud ? [path.join(path.dirname(realpathSync(gcloud)), '..')] : [];
  return [...beside, '/usr/lib/google-cloud-sdk', '/opt/google-cloud-sdk', path.join(homedir(), 'google-cloud-sdk')];
}

function hasDownload(prefix: string): boolean {
  const cache = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'firebase', 'emulators');
  return existsSync(cache) && readdirSync(cache).some((name) => name.startsWith(prefix));
}

/**
 * Environment that points firebase-tools at emulator binaries already on this machine: its own earlier download, else
 * the Google Cloud SDK's. Empty where there is neither: firebase-tools then downloads them itself.
 */
export function emulatorBinaries(cacheDir: string): Record<string, string> {
  const found: Record<string, string> = {};
  const sdk = cloudSdkRoots();
  if (!process.env['FIRESTORE_EMULATOR_BINARY_PATH'] && !hasDownload('cloud-firestore-emulator')) {
    const jar = sdk
      .map((root) => path.join(root, 'platform', 'cloud-firestore-emulator', 'cloud-firestore-emulator.jar'))
      .find((file) => existsSync(file));
    if (jar) {
      mkdirSync(cacheDir, { recursive: true });
      const starter = path.join(cacheDir, 'firestore-emulator.jar');
      writeFileSync(starter, pathingJar(jar, mainClass));
      found['FIRESTORE_EMULATOR_BINARY_PATH'] = starter;
    }
  }
  return found;
}
