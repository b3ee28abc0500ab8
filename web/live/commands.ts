'use client';

import { useSyncExternalStore } from 'react';
import { AppError } from '@tapedeck/core/app-error';
import type { CommandReceipt } from '@tapedeck/core/commands/callables';
import type { CommandName, CommandPayload } from '@tapedeck/core/commands/command-types';
import { documents } from '@tapedeck/core/documents';
import type { CommandDocument } from '@tapedeck/core/documents/command-document';
import { serverClock } from './clock.ts';
import {
  followStatus,
  isEnded,
  noteAnswer,
  noteRefusal,
  noteSilence,
  notConfirmedAfterMs,
  startCommand,
  type CommandLife,
} from './command-life.ts';
import { loadCallable } from './firebase.ts';
import { linkMonitor } from './link.ts';
import { watchDocument } from './listen.ts';

const lives = new Map<string, CommandLife>();
const listeners = new Set<() => void>();
const sendTimeoutMs = 10_000;

/** What this page sent, and what became of it. */
export function useCommand(id: string | undefined): CommandLife | undefined {
  return useSyncExternalStore(
    watchCommands,
    () => (id === undefined ? undefined : lives.get(id)),
    () => undefined,
  );
}

export function watchCommands(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function getCommand(id: string): CommandLife | undefined {
  return lives.get(id);
}

/**
 * Sends a command and returns its id at once; `useCommand(id)` follows its life. An id that was sent before is not sent
 * again. Throws an AppError where there is no server: a command is never kept to be sent later.
 */
export function sendCommand<Name extends CommandName>(
  deskId: string,
  type: Name,
  payload: CommandPayload<Name>,
  commandId: string = crypto.randomUUID(),
): string {
  if (lives.has(commandId)) return commandId;
  if (!navigator.onLine || linkMonitor.get().state === 'offline') {
    throw new AppError(
      'retryable',
      'Not sent: this device has no connection to the server. Nothing was changed. Try again once it is back.',
    );
  }
  const sentAtMs = Math.round(serverClock.nowMs());
  update(startCommand(commandId, type, sentAtMs));
  follow(deskId, commandId);
  setTimeout(() => change(commandId, noteSilence), notConfirmedAfterMs);
  void call(commandId, { deskId, commandId, type, payload, sentAtMs });
  return commandId;
}

async function call(commandId: string, request: unknown): Promise<void> {
  try {
    const send = await loadCallable('sendCommand', sendTimeoutMs);
    const receipt = (await send(request)) as CommandReceipt;
    change(commandId, (life) => noteAnswer(life, receipt));
  } catch (thrown) {
    // Only an answer of the backend is a refusal; after a lost request the command's document tells.
    const message = refusalOf(thrown);
    if (message !== undefined) change(commandId, (life) => noteRefusal(life, message));
    else change(commandId, noteSilence);
  }
}

const noAnswerCodes = new Set([
  'functions/internal',
  'functions/unavailable',
  'functions/deadline-exceeded',
  'functions/cancelled',
]);

export function refusalOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const code: unknown = Reflect.get(thrown, 'code');
  if (typeof code !== 'string' || noAnswerCodes.has(code)) return undefined;
  return thrown.message;
}

function follow(deskId: string, commandId: string): void {
  const unsubscribe = watchDocument<CommandDocument>(documents.command(deskId, commandId), {
    next: ({ value }) => {
      if (value) change(commandId, (life) => followStatus(life, value));
      const life = lives.get(commandId);
      if (life && isEnded(life)) queueMicrotask(() => unsubscribe());
    },
    // The listener tries again by itself; until it is back the last known stage stands.
    fail: () => undefined,
  });
}

function change(commandId: string, next: (life: CommandLife) => CommandLife): void {
  const life = lives.get(commandId);
  if (life) update(next(life));
}

function update(life: CommandLife): void {
  lives.set(life.id, life);
  for (const listener of listeners) listener();
}
