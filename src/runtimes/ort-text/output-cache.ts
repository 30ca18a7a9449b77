import type { Tensor as OrtTensor } from 'onnxruntime-web';
import type { OrtLibrary } from '../ort/ort-builds.ts';
import { elementBytes, type CachePart } from './decoder-signature.ts';
import type { KeyValueCache } from './key-value-cache.ts';

/** The outputs of a run are the inputs of the next one. They stay on the GPU if the decoder runs there. */
export class OutputCache implements KeyValueCache {
  readonly #library: OrtLibrary;
  readonly #parts: readonly CachePart[];
  readonly #isOnGpu: boolean;
  #tensors: readonly OrtTensor[];

  constructor(library: OrtLibrary, parts: readonly CachePart[], isOnGpu: boolean) {
    this.#library = library;
    this.#parts = parts;
    this.#isOnGpu = isOnGpu;
    this.#tensors = this.#empty();
  }

  inputs(): Record<string, OrtTensor> {
    return Object.fromEntries(this.#parts.map(({ past }, index) => [past, this.#tensors[index]!]));
  }

  outputs(): Record<string, null> {
    return Object.fromEntries(this.#parts.map(({ present }) => [present, null]));
  }

  accept(outputs: Readonly<Record<string, OrtTensor>>): void {
    this.release();
    this.#tensors = this.#parts.map(({ present }) => outputs[present]!);
  }

  /** Keys and values on a GPU are not copied. */
  keep(count: number): number {
    if (this.#isOnGpu || count === 0) {
      this.release();
      this.#tensors = this.#empty();
      return 0;
    }
    this.#tensors = this.#parts.map((part, index) => this.#shorten(part, this.#tensors[index]!, count));
    return count;
  }

  release(): void {
    for (const tensor of this.#tensors) tensor.dispose();
  }

  #empty(): readonly OrtTensor[] {
    return this.#parts.map((part) => this.#tensor(part, 0, new Uint8Array()));
  }

  /** The first `count` tokens of every head. */
  #shorten(part: CachePart, { data, dims }: OrtTensor, count: number): OrtTensor {
    const all = data as Float32Array | Uint16Array; // float16 as bits, or as the library's own array of 2 bytes each
    const bytes = new Uint8Array(all.buffer, all.byteOffset, all.byteLength);
    const rowBytes = part.headSize * elementBytes[part.dtype];
    const result = new Uint8Array(part.heads * count * rowBytes);
    for (let head = 0; head < part.heads; head++) {
      const start = head * dims[2]! * rowBytes;
      result.set(bytes.subarray(start, start + count * rowBytes), head * count * rowBytes);
    }
    return this.#tensor(part, count, result);
  }

  #tensor(part: CachePart, tokens: number, bytes: Uint8Array<ArrayBuffer>): OrtTensor {
    return createCacheTensor(this.#library, part, tokens, bytes);
  }
}

/** @param bytes [1, heads, tokens, head size]; not copied */
export function createCacheTensor(
  library: OrtLibrary,
  { dtype, heads, headSize }: CachePart,
  tokens: number,
  { buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>,
  mark: <T extends ArrayBufferView>(data: T) => T = (data) => data,
): OrtTensor {
  const shape = [1, heads, tokens, headSize];
  const length = byteLength / elementBytes[dtype];
  if (dtype === 'float32') return new library.Tensor(dtype, mark(new Float32Array(buffer, byteOffset, length)), shape);
  return new library.Tensor(dtype, mark(new Uint16Array(buffer, byteOffset, length)), shape);
}
