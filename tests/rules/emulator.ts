import { readFileSync } from 'node:fs';
import path from 'node:path';
import { initializeTestEnvironment, type RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { setLogLevel } from 'firebase/firestore';

// The emulator compiles the rules at the first request, which takes seconds on a busy machine.
jest.setTimeout(60_000);

/** The rules of this repository on the Firestore emulator, in a project of their own so that no other test sees its data. */
export async function startRules(projectId: string): Promise<RulesTestEnvironment> {
  const address = process.env['FIRESTORE_EMULATOR_HOST'];
  if (!address) {
    throw new Error('FIRESTORE_EMULATOR_HOST is not set. Run "npm test", which starts the Firestore emulator first.');
  }
  setLogLevel('silent');
  const { hostname, port } = new URL(`http://${address}`);
  const rules = readFileSync(path.join(__dirname, '..', '..', 'firestore.rules'), 'utf8');
  return initializeTestEnvironment({ projectId, firestore: { host: hostname, port: Number(port), rules } });
}
