import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { logger, setGlobalOptions } from 'firebase-functions';
import { onRequest } from 'firebase-functions/https';
import { defineString, projectID } from 'firebase-functions/params';
import { onSchedule } from 'firebase-functions/scheduler';
import type { Backend } from './backend.ts';
import { sendCommand as runSendCommand } from './commands/send-command.ts';
import { openDesk as runOpenDesk } from './desks/open-desk.ts';
import { acceptInvite as runAcceptInvite } from './invites/accept-invite.ts';
import { sealingKey as runSealingKey } from './sealing/sealing-key.ts';
import { callable } from './edge/callable.ts';
import { toWebOrigin } from './edge/web-origin.ts';
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

const webOrigin = defineString('WEB_ORIGIN', {
  default: '',
  description: "Address of the web app, such as https://desk.example.com; the project's own Hosting site when empty.",
});

function webOriginOf(requested: string | undefined): string {
  return toWebOrigin({
    configured: webOrigin.value(),
    requested,
    isEmulated: process.env['FUNCTIONS_EMULATOR'] === 'true',
    projectId: projectID.value(),
  });
}

const every = (name: ScheduleName): string => `every ${schedules[name].everyMinutes} minutes`;

export const sendCommand = callable({}, (caller, data, origin) =>
  runSendCommand({ ...backend, webOrigin: webOriginOf(origin) }, caller, data),
);

export const openDesk = callable({}, (caller, data) => runOpenDesk(backend, caller, data));

export const acceptInvite = callable({}, (caller, data) => runAcceptInvite(backend, caller, data));

export const sealingKey = callable({}, (caller) => runSealingKey(backend, caller));

export const watchDesks = onSchedule({ schedule: every('watchDesks'), maxInstances: 1 }, async () => {
  logger.info('watched desks', await runWatchDesks(backend));
});

export const sweep = onSchedule({ schedule: every('sweep'), maxInstances: 1 }, async () => {
  logger.info('swept', await runSweep(backend));
});

export const health = onRequest((request, response) => runHealth(request, response, nowMs));
