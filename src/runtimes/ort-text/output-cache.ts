import type { Tensor as OrtTensor } from 'onnxruntime-web';
import type { OrtLibrary } from '../ort/ort-builds.ts';
import { elementBytes, type CacheSpec } from './decoder-signature.ts';
import type { KeyValueCache } from './key-value-cache.ts';

/**
 * A key-value cache that passes the outputs of a run to the next one. They stay on the GPU if the decoder runs there.
 */
export class OutputCache implements KeyValueCache {
  readonly #library: OrtLibrary;
  readonly #specs: readonly CacheSpec[];
  readonly #isOnGpu: boolean;
  #tensors: readonly OrtTensor[];

  constructor(library: OrtLibrary, specs: readonly CacheSpec[], isOnGpu: boolean) {
    this.#library = library;
    this.#specs = specs;
    this.#isOnGpu = isOnGpu;
    this.#tensors = this.#createEmptyTensors();
  }

  getInputs(): Record<string, OrtTensor> {
    return Object.fromEntries(this.#specs.map(({ past }, index) => [past, this.#tensors[index]!]));
  }

  getOutputs(): Record<string, null> {
    return Object.fromEntries(this.#specs.map(({ present }) => [present, null]));
  }

  accept(outputs: Readonly<Record<string, OrtTensor>>): void {
    this.release();
    this.#tensors = this.#specs.map(({ present }) => outputs[present]!);
  }

  /** A cache on a GPU is emptied, because truncating it would copy it to host memory. */
  truncate(count: number): number {
    if (this.#isOnGpu || count === 0) {
      this.release();
      this.#tensors = this.#createEmptyTensors();
      return 0;
    }
    this.#tensors = this.#specs.map((spec, index) => this.#truncate(spec, this.#tensors[index]!, count));
    return count;
  }

  release(): void {
    for (const tensor of this.#tensors) tensor.dispose();
  }

  #createEmptyTensors(): readonly OrtTensor[] {
    return this.#specs.map((spec) => createCacheTensor(this.#library, spec, 0, new Uint8Array()));
  }

  /** Copies the first `count` tokens of every head. */
  #truncate(spec: CacheSpec, { data, dims }: OrtTensor, count: number): OrtTensor {
    const values = data as Float32Array | Uint16Array; // float16 is a Uint16Array or a Float16Array
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const rowBytes = spec.headSize * elementBytes[spec.dtype];
    const result = new Uint8Array(spec.heads * count * rowBytes);
    for (let head = 0; head < spec.heads; head++) {
      const start = head * dims[2]! * rowBytes;
      result.set(bytes.subarray(start, start + count * rowBytes), head * count * rowBytes);
    }
    return createCacheTensor(this.#library, spec, count, result);
  }
}

/**
 * Creates a tensor of the cache, of shape [1, heads, tokens, head size].
 * @param bytes the elements, which are not copied
 * @param mark changes the array before the tensor is created
 */
export function createCacheTensor(
  library: OrtLibrary,
  { dtype, heads, headSize }: CacheSpec,
  tokens: number,
  { buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>,
  mark: <T extends ArrayBufferView>(data: T) => T = (data) => data,
): OrtTensor {
  const shape = [1, heads, tokens, headSize];
  const length = byteLength / elementBytes[dtype];
  if (dtype === 'float32') return new library.Tensor(dtype, mark(new Float32Array(buffer, byteOffset, length)), shape);
  return new library.Tensor(dtype, mark(new Uint16Array(buffer, byteOffset, length)), shape);
}
