/**
 * Writes protobuf from the back to the front: a message's content stands before its length is written, so nothing is
 * measured twice or moved. Fields and list elements are therefore written last first.
 */
export class Writer {
  #buffer = Buffer.allocUnsafe(1024);
  #start = this.#buffer.length;

  /** Bytes written so far. */
  get size(): number {
    return this.#buffer.length - this.#start;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(this.#start);
  }

  varint(value: number): void {
    if (value > 0x7fffffff || value < 0) {
      this.varint64(BigInt(value));
      return;
    }
    let length = 1;
    for (let rest = value >>> 7; rest > 0; rest >>>= 7) length++;
    let at = this.#room(length);
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#buffer[at++] = (rest & 0x7f) | 0x80;
    this.#buffer[at] = rest;
  }

  /** Negative numbers as their two's complement in ten bytes. */
  varint64(value: bigint): void {
    const digits: number[] = [];
    let rest = BigInt.asUintN(64, value);
    for (; rest >= 0x80n; rest >>= 7n) digits.push(Number(rest & 0x7fn) | 0x80);
    digits.push(Number(rest));
    // Making room may replace the buffer.
    const at = this.#room(digits.length);
    this.#buffer.set(digits, at);
  }

  fixed32(value: number): void {
    const at = this.#room(4);
    this.#buffer.writeUInt32LE(value >>> 0, at);
  }

  fixed64(value: bigint): void {
    const at = this.#room(8);
    this.#buffer.writeBigUInt64LE(BigInt.asUintN(64, value), at);
  }

  double(value: number): void {
    const at = this.#room(8);
    this.#buffer.writeDoubleLE(value, at);
  }

  /** A text in one of Buffer's encodings, with its length before it. */
  text(text: string, encoding: 'utf8' | 'hex' | 'base64'): void {
    const length = Buffer.byteLength(text, encoding);
    const at = this.#room(length);
    this.#buffer.write(text, at, length, encoding);
    this.varint(length);
  }

  /** Makes room for `length` bytes before all others, and returns where they go. */
  #room(length: number): number {
    if (length > this.#start) {
      const larger = Buffer.allocUnsafe(this.#buffer.length * 2 + length);
      const start = larger.length - this.size;
      this.#buffer.copy(larger, start, this.#start);
      this.#start = start;
      this.#buffer = larger;
    }
    this.#start -= length;
    return this.#start;
  }
}
