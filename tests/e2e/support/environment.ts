import { Firestore } from '@google-cloud/firestore';
import { projectId } from '../../../scripts/stack/emulators.ts';

/** Where the stack under test answers, as `npm test` passes it. */
function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set. Run "npm test", which starts the stack first.`);
}

export const stackUrls = {
  simulator: fromEnvironment('TAPEDECK_SIMULATOR_URL'),
  functions: fromEnvironment('TAPEDECK_FUNCTIONS_URL'),
  auth: `http://${fromEnvironment('FIREBASE_AUTH_EMULATOR_HOST')}/identitytoolkit.googleapis.com/v1`,
};

/** Past all rules, as the functions and the worker are. */
export function connectAdmin(): Firestore {
  return new Firestore({
    projectId,
    host: fromEnvironment('FIRESTORE_EMULATOR_HOST'),
    ssl: false,
    customHeaders: { Authorization: 'Bearer owner' },
  });
}
