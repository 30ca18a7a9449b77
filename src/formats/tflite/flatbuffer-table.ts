import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { SparseBytes } from './sparse-bytes.ts';

/** The maximum length of a vector in a header; weights are never read as vectors. */
const maxVectorLength = 1_000_000;

/** A FlatBuffer table: fields by their index in the schema; an absent field has its default. */
export class FlatBufferTable {
  readonly bytes: SparseBytes;
  readonly offset: number;
  #vtable: number;
  #vtableBytes: number;

  constructor(bytes: SparseBytes, offset: number) {
    this.bytes = bytes;
    this.offset = offset;
    this.#vtable = offset - bytes.i32(offset);
    this.#vtableBytes = bytes.u16(this.#vtable);
  }

  /** The table referenced by the offset at `offset`. */
  static fromOffset(bytes: SparseBytes, offset = 0): FlatBufferTable {
    return new FlatBufferTable(bytes, offset + bytes.u32(offset));
  }

  u8(field: number, defaultValue = 0): number {
    const offset = this.#find(field);
    return offset === null ? defaultValue : this.bytes.u8(offset);
  }

  i8(field: number, defaultValue = 0): number {
    const offset = this.#find(field);
    return offset === null ? defaultValue : this.bytes.i8(offset);
  }

  i32(field: number, defaultValue = 0): number {
    const offset = this.#find(field);
    return offset === null ? defaultValue : this.bytes.i32(offset);
  }

  u32(field: number, defaultValue = 0): number {
    const offset = this.#find(field);
    return offset === null ? defaultValue : this.bytes.u32(offset);
  }

  /** 0 if absent. */
  f32(field: number): number {
    return new Float32Array(Uint32Array.of(this.u32(field)).buffer)[0]!;
  }

  /** An unsigned 64-bit integer, 0 if absent. */
  u64(field: number): number {
    const offset = this.#find(field);
    return offset === null ? 0 : this.bytes.u32(offset) + 2 ** 32 * this.bytes.u32(offset + 4);
  }

  /** `null` if absent. Truncated like `SparseBytes.text`. */
  text(field: number): string | null {
    const vector = this.vector(field, Number.MAX_SAFE_INTEGER);
    return vector && this.bytes.text(vector.start, vector.length);
  }

  /** Signed 32-bit integers; `null` if absent. */
  i32s(field: number): number[] | null {
    const vector = this.vector(field);
    return vector && Array.from({ length: vector.length }, (_, index) => this.bytes.i32(vector.start + 4 * index));
  }

  table(field: number): FlatBufferTable | null {
    const offset = this.#find(field);
    return offset === null ? null : FlatBufferTable.fromOffset(this.bytes, offset);
  }

  tables(field: number): FlatBufferTable[] {
    const vector = this.vector(field);
    if (!vector) return [];
    return Array.from({ length: vector.length }, (_, index) =>
      FlatBufferTable.fromOffset(this.bytes, vector.start + 4 * index),
    );
  }

  /** The offset of a vector's first element and the number of elements; `null` if absent. */
  vector(field: number, maxLength = maxVectorLength): { start: number; length: number } | null {
    const offset = this.#find(field);
    if (offset === null) return null;
    const start = offset + this.bytes.u32(offset);
    const length = this.bytes.u32(start);
    if (length > maxLength || length > this.bytes.size - start) {
      throw createCorruptModelError('tflite', { reason: 'array-too-long', length }, start);
    }
    return { start: start + 4, length };
  }

  #find(field: number): number | null {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.#vtableBytes) return null;
    const offset = this.bytes.u16(this.#vtable + entry);
    return offset === 0 ? null : this.offset + offset;
  }
}
