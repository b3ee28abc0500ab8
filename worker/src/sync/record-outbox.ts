import type { ActivityDocument, NotificationDocument } from '@tapedeck/core';
import type { DeskRecords } from './ports.ts';

/** A batch of the writer holds 200 documents; those of an order that was sent, and what is live, come before these. */
const maxRecords = 120;

/** Entries for the desk that wait for a write. One leaves it only when the write that carried it has been committed. */
export class RecordOutbox {
  readonly #activity = new Map<string, ActivityDocument>();
  readonly #notifications = new Map<string, NotificationDocument>();
  #inFlight: DeskRecords | undefined;

  get isEmpty(): boolean {
    return this.#activity.size === 0 && this.#notifications.size === 0;
  }

  add(records: DeskRecords): void {
    for (const [id, entry] of records.activity) this.#activity.set(id, entry);
    for (const [id, entry] of records.notifications) this.#notifications.set(id, entry);
  }

  take(): DeskRecords | undefined {
    if (this.isEmpty) return undefined;
    const half = maxRecords / 2;
    this.#inFlight = {
      activity: new Map([...this.#activity].slice(0, half)),
      notifications: new Map([...this.#notifications].slice(0, half)),
    };
    return this.#inFlight;
  }

  committed(): void {
    for (const id of this.#inFlight?.activity.keys() ?? []) this.#activity.delete(id);
    for (const id of this.#inFlight?.notifications.keys() ?? []) this.#notifications.delete(id);
    this.#inFlight = undefined;
  }

  failed(): void {
    this.#inFlight = undefined;
  }
}
