/** Kinds of a protobuf field on the wire. */
const varint = 0;
const eightBytes = 1;
const lengthPrefixed = 2;

/**
 * Writes a protobuf message from its end to its beginning. What is nested is then complete when its length is written, so
 * nothing is measured first, copied or kept as an object; fields and elements are given last to first.
 */
export class ProtoWriter {
  #buffer: Buffer;
  #at: number;

  constructor(capacity: number) {
    this.#buffer = Buffer.allocUnsafe(capacity);
    this.#at = capacity;
  }

  /** Bytes written so far; what `message` takes as the end of a nested message. */
  get length(): number {
    return this.#buffer.length - this.#at;
  }

  finish(): Buffer {
    return this.#buffer.subarray(this.#at);
  }

  /** Closes a nested message that began when `length` was `before`. */
  message(field: number, before: number): void {
    this.varint(this.length - before);
    this.#tag(field, lengthPrefixed);
  }

  string(field: number, text: string): void {
    const before = this.length;
    this.text(text);
    this.message(field, before);
  }

  bytes(field: number, bytes: Uint8Array): void {
    const before = this.length;
    this.#reserve(bytes.length);
    this.#at -= bytes.length;
    this.#buffer.set(bytes, this.#at);
    this.message(field, before);
  }

  integer(field: number, value: number): void {
    this.varint(value);
    this.#tag(field, varint);
  }

  double(field: number, value: number): void {
    this.#reserve(8);
    this.#at -= 8;
    this.#buffer.writeDoubleLE(value, this.#at);
    this.#tag(field, eightBytes);
  }

  /** Text alone, in UTF-8. Almost all of it is ASCII and short, which a loop writes faster than a call into Node. */
  text(text: string): void {
    const { length } = text;
    this.#reserve(length);
    const end = this.#at;
    const buffer = this.#buffer;
    let at = end;
    for (let index = length - 1; index >= 0; index -= 1) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) {
        this.#utf8(text);
        return;
      }
      buffer[(at -= 1)] = unit;
    }
    this.#at = at;
  }

  /** A whole number alone; a negative one in two's complement of 64 bits. */
  varint(value: number): void {
    if (value < 0) {
      this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
      return;
    }
    let size = 1;
    for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size += 1;
    this.#reserve(size);
    let at = (this.#at -= size);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#buffer[at++] = (rest % 128) + 128;
    this.#buffer[at] = rest;
  }

  #bigVarint(value: bigint): void {
    const septets: number[] = [];
    for (let rest = value; rest > 0n; rest >>= 7n) septets.push(Number(rest & 127n));
    this.#reserve(septets.length);
    this.#at -= septets.length;
    septets.forEach((septet, index) => {
      this.#buffer[this.#at + index] = index < septets.length - 1 ? septet + 128 : septet;
    });
  }

  #tag(field: number, kind: number): void {
    this.varint(field * 8 + kind);
  }

  #utf8(text: string): void {
    const size = Buffer.byteLength(text);
    this.#reserve(size);
    this.#at -= size;
    this.#buffer.write(text, this.#at);
  }

  #reserve(size: number): void {
    if (size <= this.#at) return;
    const written = this.finish();
    const larger = Buffer.allocUnsafe(2 * this.#buffer.length + size);
    this.#at = larger.length - written.length;
    written.copy(larger, this.#at);
    this.#buffer = larger;
  }
}
