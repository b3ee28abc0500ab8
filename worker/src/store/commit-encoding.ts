import { Timestamp } from '@google-cloud/firestore';
import { AppError } from '@tapedeck/core';
import type { DocumentData, DocumentWrite } from './document-write.ts';
import { ProtoReader } from './proto-reader.ts';
import { ProtoWriter } from './proto-writer.ts';

/**
 * `CommitRequest` of google.firestore.v1, straight from documents. The library's way there, by validated batches and
 * message objects, takes some five times the CPU. Field numbers are those of google/firestore/v1/{firestore,write,
 * document,common}.proto.
 */
export function encodeCommit(database: string, writes: readonly DocumentWrite[], capacity: number): Buffer {
  const out = new ProtoWriter(capacity);
  for (let index = writes.length - 1; index >= 0; index -= 1) {
    const write = writes[index];
    if (write) writeWrite(out, `${database}/documents/${write.path}`, write);
  }
  out.string(1, database);
  return out.finish();
}

/** The update time of each write of a `CommitResponse`, in order. */
export function decodeCommit(bytes: Buffer): readonly Timestamp[] {
  const message = new ProtoReader(bytes);
  const times: (Timestamp | undefined)[] = [];
  let commitTime: Timestamp | undefined;
  while (message.next()) {
    if (message.field === 1) times.push(readUpdateTime(message.message()));
    else if (message.field === 2) commitTime = readTimestamp(message.message());
  }
  return times.map((time) => {
    const known = time ?? commitTime;
    if (!known) throw new AppError('outcome-unknown', 'Firestore answered a commit without its time.');
    return known;
  });
}

function writeWrite(out: ProtoWriter, name: string, { data, stamped, version }: DocumentWrite): void {
  const start = out.length;
  if (stamped !== undefined) {
    const before = out.length;
    out.integer(2, 1); // set_to_server_value: REQUEST_TIME
    out.string(1, stamped);
    out.message(7, before);
  }
  if (version !== undefined) {
    const before = out.length;
    if (version === null) out.integer(1, 0);
    else writeTimestamp(out, 2, version);
    out.message(4, before);
  }
  const before = out.length;
  writeFields(out, 2, data);
  out.string(1, name);
  out.message(1, before);
  out.message(2, start);
}

/** Entries of a map from name to value, each a message of its own. */
function writeFields(out: ProtoWriter, field: number, data: DocumentData): void {
  for (const name in data) {
    const value = data[name];
    if (value === undefined) continue;
    const entry = out.length;
    writeValue(out, 2, value);
    out.string(1, name);
    out.message(field, entry);
  }
}

function writeValue(out: ProtoWriter, field: number, value: unknown): void {
  const before = out.length;
  if (typeof value === 'string') out.string(17, value);
  else if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) out.integer(2, value);
    else out.double(3, value);
  } else if (typeof value === 'boolean') out.integer(1, value ? 1 : 0);
  else if (value === null) out.integer(11, 0);
  else if (Array.isArray(value)) writeArray(out, value);
  else if (value instanceof Timestamp) writeTimestamp(out, 10, value);
  else if (isMap(value)) {
    const map = out.length;
    writeFields(out, 1, value);
    out.message(6, map);
  } else throw new AppError('internal', `Documents hold no values like ${Object.prototype.toString.call(value)}.`);
  out.message(field, before);
}

function writeArray(out: ProtoWriter, values: readonly unknown[]): void {
  const before = out.length;
  for (let index = values.length - 1; index >= 0; index -= 1) {
    if (values[index] !== undefined) writeValue(out, 1, values[index]);
  }
  out.message(9, before);
}

function writeTimestamp(out: ProtoWriter, field: number, time: Timestamp): void {
  const before = out.length;
  out.integer(2, time.nanoseconds);
  out.integer(1, time.seconds);
  out.message(field, before);
}

/** Whether it is an object of plain data: nothing that it names is inherited. */
function isMap(value: unknown): value is DocumentData {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** `update_time` of a `WriteResult`. */
function readUpdateTime(result: ProtoReader): Timestamp | undefined {
  let time: Timestamp | undefined;
  while (result.next()) if (result.field === 1) time = readTimestamp(result.message());
  return time;
}

function readTimestamp(message: ProtoReader): Timestamp {
  let seconds = 0;
  let nanoseconds = 0;
  while (message.next()) {
    if (message.field === 1) seconds = message.value;
    else if (message.field === 2) nanoseconds = message.value;
  }
  return new Timestamp(seconds, nanoseconds);
}
