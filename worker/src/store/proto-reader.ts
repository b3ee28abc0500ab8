import { AppError } from '@tapedeck/core';

const varint = 0;
const lengthPrefixed = 2;

/** Reads the whole numbers (below 2^53) and the nested messages of a protobuf message, one field after the other. */
export class ProtoReader {
  /** Number of the field at hand. */
  field = 0;
  /** Of the field at hand, where it is a whole number. */
  value = 0;
  readonly #bytes: Buffer;
  readonly #end: number;
  #from = 0;
  #at: number;

  constructor(bytes: Buffer, from = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = end;
  }

  /** Steps to the next field; false when there is none. Throws `outcome-unknown` at what it cannot read. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    const kind = tag % 8;
    if (kind !== varint && kind !== lengthPrefixed) {
      throw new AppError('outcome-unknown', 'Firestore answered a commit in an unknown form.');
    }
    this.value = this.#varint();
    this.#from = this.#at;
    if (kind === lengthPrefixed) this.#at += this.value;
    return true;
  }

  /** The field at hand, where it is a message. */
  message(): ProtoReader {
    return new ProtoReader(this.#bytes, this.#from, this.#at);
  }

  #varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }
}
