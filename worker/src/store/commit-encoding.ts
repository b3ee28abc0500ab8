import { Timestamp } from '@google-cloud/firestore';
import { AppError } from '@tapedeck/core';
import type { DocumentWrite } from './document-write.ts';
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
  const times: (Timestamp | undefined)[] = [];
  let commitTime: Timestamp | undefined;
  for (const [field, content] of fieldsOf(bytes)) {
    if (field === 1) times.push(timeIn(content));
    else if (field === 2) commitTime = toTimestamp(content);
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
function writeFields(out: ProtoWriter, field: number, data: object): void {
  for (const name of Object.keys(data)) {
    const value: unknown = Reflect.get(data, name);
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
  else if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
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

/** `update_time` of a `WriteResult`. */
function timeIn(writeResult: Buffer): Timestamp | undefined {
  for (const [field, content] of fieldsOf(writeResult)) if (field === 1) return toTimestamp(content);
  return undefined;
}

/** The fields of a message that are messages themselves. */
function* fieldsOf(message: Buffer): Generator<readonly [number, Buffer]> {
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const value = readVarint(message, tag.next);
    at = value.next;
    if (tag.value % 8 === 0) continue;
    if (tag.value % 8 !== 2) throw new AppError('outcome-unknown', 'Firestore answered a commit in an unknown form.');
    yield [Math.floor(tag.value / 8), message.subarray(at, at + value.value)];
    at += value.value;
  }
}

function toTimestamp(message: Buffer): Timestamp {
  const parts = { seconds: 0, nanoseconds: 0 };
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const value = readVarint(message, tag.next);
    at = value.next;
    parts[tag.value === 8 ? 'seconds' : 'nanoseconds'] = value.value;
  }
  return new Timestamp(parts.seconds, parts.nanoseconds);
}

function readVarint(bytes: Buffer, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let factor = 1;
  let at = from;
  for (;;) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value += (byte % 128) * factor;
    if (byte < 128) return { value, next: at };
    factor *= 128;
  }
}
