import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, toAppError } from '@tapedeck/core';
import type { ConformanceOutcome } from '../conformance.ts';
import { checkAnswer } from './check-unified-answers.ts';
import { checkRequest } from './check-unified-requests.ts';
import { RecordedExchange, type RecordedCase } from './recorded-exchange.ts';

const venues = ['binance', 'okx', 'kraken'];
/**
 * Runs ccxt's recordings of exchanges beyond Bybit: the requests that our orders make are those recorded, and recorded
 * answers are read to the same figures.
 */
export async function checkUnifiedVenues(dir: string): Promise<ConformanceOutcome> {
  const recordings = join(dir, 'exchange', 'ccxt-static');
  const failures: string[] = [];
  const notes: string[] = [];
  let passed = 0;
  for (const venue of venues) {
    if (!existsSync(join(recordings, 'request', `${venue}.json`))) continue;
    const recorded = new RecordedExchange(recordings, venue);
    const requests = await checkEach(recorded.requests, (found) => checkRequest(recorded, found));
    const answers = await checkEach(recorded.responses, (found) => checkAnswer(recorded, found));
    await recorded.client.close();
    for (const { right, problems } of [requests, answers]) {
      passed += right;
      failures.push(...problems.map((problem) => `${venue} ${problem}`));
    }
    notes.push(
      `${venue}: ${requests.right} requests and ${answers.right} answers are right; ${requests.refused.length} recorded orders are refused here`,
      ...requests.refused.map((refused) => `${venue} refuses ${refused}`),
    );
  }
  if (passed === 0) failures.push(`No recording of ${venues.join(', ')} was found under ${recordings}.`);
  return { title: 'Recorded requests and answers of other exchanges', passed, failures, notes };
}

/** `undefined`: a recording of something that Tapedeck does not ask for. */
type Check = (found: RecordedCase) => Promise<string | undefined> | undefined;

async function checkEach(cases: readonly RecordedCase[], check: Check) {
  const problems: string[] = [];
  let right = 0;
  const refused: string[] = [];
  for (const found of cases) {
    const checking = check(found);
    if (!checking) continue;
    const problem = await checking.catch((error: unknown) => toAppError(error));
    if (problem instanceof AppError && problem.code === 'unsupported') {
      refused.push(`"${found.description}": ${problem.message}`);
    } else if (problem instanceof AppError) problems.push(`${found.method} "${found.description}": ${problem.message}`);
    else if (problem === undefined) right += 1;
    else problems.push(`${found.method} "${found.description}": ${problem}`);
  }
  return { right, refused, problems };
}
