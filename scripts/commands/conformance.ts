import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkShapes } from '../../simulator/src/conformance.ts';
import { checkBrokerMessages } from '../../worker/src/brokers/conformance.ts';
import { checkUnifiedVenues } from '../../worker/src/brokers/conformance/check-unified.ts';

/** `npm run conformance -- DIR`: messages recorded at real venues, through our mapper and against the simulator's shapes. */
const dir = process.argv[2];
if (dir === undefined || !existsSync(dir)) {
  console.error(
    'Usage: npm run conformance -- DIR, where DIR holds the reference data (a folder "exchange" among them).',
  );
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const check of [checkBrokerMessages, checkUnifiedVenues, checkShapes]) {
  const outcome = await check(path.resolve(dir));
  passed += outcome.passed;
  failed += outcome.failures.length;
  console.log(`${outcome.title}: ${outcome.passed} passed, ${outcome.failures.length} failed`);
  for (const note of outcome.notes) console.log(`  ${note}`);
  for (const failure of outcome.failures) console.error(`  ✗ ${failure}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
