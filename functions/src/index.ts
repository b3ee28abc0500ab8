import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { logger, setGlobalOptions } from 'firebase-functions';
import { onRequest } from 'firebase-functions/https';
import { onSchedule } from 'firebase-functions/scheduler';
import type { Backend } from './backend.ts';
import { sendCommand as runSendCommand } from './commands/send-command.ts';
import { openDesk as runOpenDesk } from './desks/open-desk.ts';
import { callable } from './edge/callable.ts';
import { health as runHealth } from './health.ts';
import { schedules, type ScheduleName } from './schedules.ts';
import { sweep as runSweep } from './sweep/sweep.ts';
import { watchDesks as runWatchDesks } from './watch/watch-desks.ts';

/** Registers every function, and does nothing else: what they do stands in the file of each. */
setGlobalOptions({ region: 'us-central1', maxInstances: 20 });
initializeApp();
const db = getFirestore();
const nowMs = (): number => Date.now();
const backend: Backend = { db, nowMs };

const every = (name: ScheduleName): string => `every ${schedules[name].everyMinutes} minutes`;

export const sendCommand = callable({}, (caller, data) => runSendCommand(backend, caller, data));

export const openDesk = callable({}, (caller, data) => runOpenDesk(backend, caller, data));

export const watchDesks = onSchedule({ schedule: every('watchDesks'), maxInstances: 1 }, async () => {
  logger.info('watched desks', await runWatchDesks(backend));
});

export const sweep = onSchedule({ schedule: every('sweep'), maxInstances: 1 }, async () => {
  logger.info('swept', await runSweep(backend));
});

export const health = onRequest((request, response) => runHealth(request, response, nowMs));
