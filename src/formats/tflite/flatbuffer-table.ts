import { corruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { SparseBytes } from './sparse-bytes.ts';

/** No vector in a header is longer; weights are never read as vectors. */
const maxVectorLength = 1_000_000;

/** One FlatBuffer table: fields by their index in the schema; an absent field has its default. */
export class Table {
  readonly bytes: SparseBytes;
  readonly at: number;
  #fields: number;
  #fieldsLength: number;

  constructor(bytes: SparseBytes, at: number) {
    this.bytes = bytes;
    this.at = at;
    this.#fields = at - bytes.i32(at);
    this.#fieldsLength = bytes.u16(this.#fields);
  }

  /** The table referenced by the offset at `at`. */
  static root(bytes: SparseBytes, at = 0): Table {
    return new Table(bytes, at + bytes.u32(at));
  }

  u8(field: number, absent = 0): number {
    const at = this.#find(field);
    return at === null ? absent : this.bytes.u8(at);
  }

  i8(field: number, absent = 0): number {
    const at = this.#find(field);
    return at === null ? absent : this.bytes.i8(at);
  }

  i32(field: number, absent = 0): number {
    const at = this.#find(field);
    return at === null ? absent : this.bytes.i32(at);
  }

  u32(field: number, absent = 0): number {
    const at = this.#find(field);
    return at === null ? absent : this.bytes.u32(at);
  }

  /** 0 if absent. */
  f32(field: number): number {
    return new Float32Array(Uint32Array.of(this.u32(field)).buffer)[0]!;
  }

  /** An unsigned 64-bit integer, 0 if absent. */
  u64(field: number): number {
    const at = this.#find(field);
    return at === null ? 0 : this.bytes.u32(at) + 2 ** 32 * this.bytes.u32(at + 4);
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

  table(field: number): Table | null {
    const at = this.#find(field);
    return at === null ? null : Table.root(this.bytes, at);
  }

  tables(field: number): Table[] {
    const vector = this.vector(field);
    if (!vector) return [];
    return Array.from({ length: vector.length }, (_, index) => Table.root(this.bytes, vector.start + 4 * index));
  }

  /** The start of a vector's elements and their number; `null` if absent. */
  vector(field: number, maxLength = maxVectorLength): { start: number; length: number } | null {
    const at = this.#find(field);
    if (at === null) return null;
    const start = at + this.bytes.u32(at);
    const length = this.bytes.u32(start);
    if (length > maxLength || length > this.bytes.size - start) {
      throw corruptModelError('tflite', { reason: 'array-too-long', length }, start);
    }
    return { start: start + 4, length };
  }

  #find(field: number): number | null {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.#fieldsLength) return null;
    const offset = this.bytes.u16(this.#fields + entry);
    return offset === 0 ? null : this.at + offset;
  }
}
