import type { AppError } from '#core/errors/error.ts';
import type { FormatFault } from '#core/errors/format-fault.ts';
import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';

/** The four wire types in use; groups (3, 4) are rejected. */
export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

export function createCorruptError(offset: number, fault: FormatFault): AppError {
  return createCorruptModelError('onnx', fault, offset);
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const maxAsciiChars = 48;

/**
 * Reads protobuf values in sequence and checks bounds before every read. Nothing is copied, so `bytes` results share the
 * buffer. All reads throw AppError `model-corrupt` with the offset of the fault.
 */
export class ProtoReader {
  readonly bytes: Uint8Array;
  /** The offset of `bytes` in the file, which is added to offsets in errors. */
  readonly origin: number;
  position = 0;
  readonly #view: DataView;
  /** The halves of the last varint, as unsigned 32-bit numbers. */
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array, origin = 0) {
    this.bytes = bytes;
    this.origin = origin;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads the key of a field: `number * 8 + wire type`. */
  readKey(end: number): number {
    const start = this.position;
    this.#readVarint(end);
    if (this.#high !== 0 || this.#low < 8) throw this.createError(start, { reason: 'field-number-invalid' });
    return this.#low;
  }

  /** Reads an int32, int64 or enum that a number represents exactly. */
  readInt(end: number): number {
    const start = this.position;
    this.#readVarint(end);
    const value = (this.#high | 0) * 0x1_0000_0000 + this.#low;
    if (!Number.isSafeInteger(value)) {
      throw this.createError(start, { reason: 'number-out-of-range', value: String(this.#asInt64()) });
    }
    return value;
  }

  /** Reads the low 32 bits, the value of a packed int32 in protobuf. */
  readInt32(end: number): number {
    this.#readVarint(end);
    return this.#low | 0;
  }

  readInt64(end: number): bigint {
    this.#readVarint(end);
    return this.#asInt64();
  }

  readFloat(end: number): number {
    return this.#view.getFloat32(this.#take(4, end), true);
  }

  readDouble(end: number): number {
    return this.#view.getFloat64(this.#take(8, end), true);
  }

  /** Reads the length of a length-delimited value, which must end by `end`. */
  readLength(end: number): number {
    const start = this.position;
    this.#readVarint(end);
    const maxBytes = end - this.position;
    if (this.#high !== 0 || this.#low > maxBytes) {
      const bytes = this.#high * 0x1_0000_0000 + this.#low;
      throw this.createError(start, { reason: 'field-too-large', bytes, maxBytes });
    }
    return this.#low;
  }

  /** Reads a view, without copying. */
  readBytes(end: number): Uint8Array {
    const length = this.readLength(end);
    const start = this.#take(length, end);
    return this.bytes.subarray(start, start + length);
  }

  /** Reads UTF-8; invalid bytes become U+FFFD, since names are only compared with each other. */
  readString(end: number): string {
    const bytes = this.readBytes(end);
    if (bytes.length <= maxAsciiChars && bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
    return utf8.decode(bytes);
  }

  /** Copies the bytes up to `end`, which contain elements of `elementBytes` each. */
  copy(end: number, elementBytes: number): ArrayBuffer {
    const length = end - this.position;
    if (length % elementBytes !== 0) {
      throw this.createError(this.position, { reason: 'packed-length-invalid', bytes: length, elementBytes });
    }
    const start = this.#take(length, end);
    return new Uint8Array(this.bytes.subarray(start, end)).buffer;
  }

  /** Counts the varints that end before `end`, without changing the position. */
  countVarints(end: number): number {
    let count = 0;
    for (let index = this.position; index < end; index++) if ((this.bytes[index] ?? 0) < 0x80) count++;
    return count;
  }

  skip(wireType: number, end: number): void {
    if (wireType === wire.varint) this.#readVarint(end);
    else if (wireType === wire.fixed64) this.#take(8, end);
    else if (wireType === wire.bytes) this.#take(this.readLength(end), end);
    else if (wireType === wire.fixed32) this.#take(4, end);
    else throw this.createError(this.position, { reason: 'wire-type-unknown', type: wireType });
  }

  createError(position: number, fault: FormatFault): AppError {
    return createCorruptError(this.origin + position, fault);
  }

  #take(count: number, end: number): number {
    const start = this.position;
    if (start + count > end) throw this.createError(start, { reason: 'value-cut-off' });
    this.position = start + count;
    return start;
  }

  /** Reads up to ten bytes of seven bits each, lowest first. */
  #readVarint(end: number): void {
    const start = this.position;
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10; index++) {
      if (start + index >= end) throw this.createError(start, { reason: 'value-cut-off' });
      const byte = this.bytes[start + index] ?? 0;
      const bits = byte & 0x7f;
      const shift = 7 * index;
      if (shift < 32) low |= bits << shift;
      if (shift > 28 && shift < 64) high |= shift < 32 ? bits >>> (32 - shift) : bits << (shift - 32);
      else if (shift === 28) high |= bits >>> 4;
      if (byte < 0x80) {
        this.position = start + index + 1;
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw this.createError(start, { reason: 'varint-too-long' });
  }

  #asInt64(): bigint {
    return (BigInt(this.#high | 0) << 32n) | BigInt(this.#low);
  }
}

/** The encoded size of a varint. Negative numbers take ten bytes, as the format sign-extends them to 64 bits. */
export function getVarintSize(value: number | bigint): number {
  if (value < 0) return 10;
  let size = 1;
  if (typeof value === 'number')
    for (let remaining = value; remaining >= 0x80; remaining = Math.floor(remaining / 0x80)) size++;
  else for (let remaining = value; remaining >= 0x80n; remaining >>= 7n) size++;
  return size;
}

/** Writes into a buffer whose final size the caller has computed. */
export class ProtoWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  #position = 0;
  #taken = 0;
  readonly #view: DataView;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  writeVarint(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0) {
      let remaining = value;
      for (; remaining >= 0x80; remaining = Math.floor(remaining / 0x80))
        this.bytes[this.#position++] = (remaining % 0x80) | 0x80;
      this.bytes[this.#position++] = remaining;
      return;
    }
    let remaining = BigInt.asUintN(64, BigInt(value));
    for (; remaining >= 0x80n; remaining >>= 7n) this.bytes[this.#position++] = Number(remaining & 0x7fn) | 0x80;
    this.bytes[this.#position++] = Number(remaining);
  }

  writeFloat(value: number): void {
    this.#view.setFloat32(this.#position, value, true);
    this.#position += 4;
  }

  writeBytes(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#position);
    this.#position += bytes.length;
  }

  /** Returns a view of the bytes written since the last call. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.subarray(this.#taken, this.#position);
    this.#taken = this.#position;
    return taken;
  }
}
