import { AppError } from '#core/errors/error.ts';
import type { FormatFault } from '#core/errors/format-fault.ts';
import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';

/** Sizes in bytes of the first and of the largest window. Heuristic, not measured. */
const firstWindowBytes = 65_536;
const maxWindowBytes = 8 * 1024 * 1024;
/**
 * The maximum bytes of one field, larger than any header field in use. A larger length is rejected before memory is
 * allocated.
 */
const maxReadBytes = 32 * 1024 * 1024;

/**
 * Reads a source, possibly a remote one, from its start to its end, in little-endian order. The window doubles with
 * every read and is reset by a skip, so a header takes few requests, and skipped weights take none. `ensureBytes(n)`
 * fetches the next n bytes, which the other methods then read synchronously.
 */
export class ByteReader {
  readonly size: number;
  #source: ByteSource;
  #format: FormatId;
  #bytes = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  #windowStart = 0;
  #cursor = 0;
  #nextWindow = firstWindowBytes;

  constructor(source: ByteSource, format: FormatId) {
    this.#source = source;
    this.#format = format;
    this.size = source.size;
  }

  /** Offset of the next byte in the source. */
  get position(): number {
    return this.#windowStart + this.#cursor;
  }

  /** Number of bytes that can be read synchronously. */
  get readyBytes(): number {
    return this.#bytes.length - this.#cursor;
  }

  /** @throws AppError model-corrupt if the source ends before `count` bytes, or `count` exceeds the limit. */
  async ensureBytes(count: number): Promise<void> {
    if (count <= this.readyBytes) return;
    const missingBytes = count - (this.size - this.position);
    if (missingBytes > 0) this.fail({ reason: 'ends-early', missingBytes });
    if (count > maxReadBytes) this.fail({ reason: 'field-too-large', bytes: count, maxBytes: maxReadBytes });
    const start = this.position;
    const end = Math.min(this.size, start + Math.max(count, this.#nextWindow));
    this.#bytes = new Uint8Array(await this.#source.slice(start, end).arrayBuffer());
    this.#view = new DataView(this.#bytes.buffer);
    this.#windowStart = start;
    this.#cursor = 0;
    this.#nextWindow = Math.min(maxWindowBytes, this.#nextWindow * 2);
    if (this.#bytes.length < count) this.fail({ reason: 'file-shrank' });
  }

  /**
   * Advances without reading.
   * @throws AppError model-corrupt if the source is shorter.
   */
  skip(count: number): void {
    const maxBytes = this.size - this.position;
    if (!(count <= maxBytes)) this.fail({ reason: 'field-too-large', bytes: count, maxBytes });
    if (count <= this.readyBytes) {
      this.#cursor += count;
      return;
    }
    this.#windowStart = this.position + count;
    this.#bytes = new Uint8Array(0);
    this.#view = new DataView(this.#bytes.buffer);
    this.#cursor = 0;
    this.#nextWindow = firstWindowBytes;
  }

  u8 = (): number => this.#view.getUint8(this.#take(1));
  i8 = (): number => this.#view.getInt8(this.#take(1));
  u16 = (): number => this.#view.getUint16(this.#take(2), true);
  i16 = (): number => this.#view.getInt16(this.#take(2), true);
  u32 = (): number => this.#view.getUint32(this.#take(4), true);
  i32 = (): number => this.#view.getInt32(this.#take(4), true);
  u64 = (): bigint => this.#view.getBigUint64(this.#take(8), true);
  i64 = (): bigint => this.#view.getBigInt64(this.#take(8), true);
  f32 = (): number => this.#view.getFloat32(this.#take(4), true);
  f64 = (): number => this.#view.getFloat64(this.#take(8), true);

  /**
   * Reads a 64-bit count as a number.
   * @throws AppError model-corrupt above 2^53.
   */
  readCount = (): number => {
    const value = this.u64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) this.fail({ reason: 'number-out-of-range', value: String(value) });
    return Number(value);
  };

  /** Reads a view of the window, valid until the next `ensureBytes`. */
  readBytes(count: number): Uint8Array<ArrayBuffer> {
    const start = this.#take(count);
    return this.#bytes.subarray(start, start + count);
  }

  fail(fault: FormatFault): never {
    throw createCorruptModelError(this.#format, fault, this.position);
  }

  #take(count: number): number {
    const start = this.#cursor;
    if (count > this.readyBytes) throw new AppError('internal', { why: 'read past the requested bytes' });
    this.#cursor += count;
    return start;
  }
}
