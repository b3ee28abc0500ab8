import { existsSync, readFileSync } from 'node:fs';

/**
 * Throws when `file`, which a build would copy beside the web app, leads to emulators: deployed, it would send people's
 * sign-in to their own machine and print the demo's passwords.
 */
export function refuseEmulatorConfig(file: string): void {
  if (!existsSync(file)) return;
  const config = JSON.parse(readFileSync(file, 'utf8')) as { emulators?: unknown; demo?: unknown };
  if (config.emulators === undefined && config.demo === undefined) return;
  throw new Error(
    `${file} names emulators or demo people, and a build would publish it. Delete it: the demo brings a /config.json ` +
      'of its own, and a deployment gets one in web/out.',
  );
}
