import type { Tensor as OrtTensor } from 'onnxruntime-web';
import { AppError } from '#core/errors/error.ts';
import type { OrtLibrary } from '../ort/ort-builds.ts';
import { markAsInHeap, type WasmHeap } from '../ort/wasm-heap.ts';
import { elementBytes, type CacheSpec } from './decoder-signature.ts';
import type { KeyValueCache } from './key-value-cache.ts';
import { createCacheTensor } from './output-cache.ts';

/** In tokens. Heuristic, not measured. */
const initialCapacity = 256;

/**
 * A key-value cache in the wasm heap with spare capacity. `GroupQueryAttention` appends to a cache that is both its
 * input and its output, so no data is copied.
 */
export class HeapCache implements KeyValueCache {
  readonly #library: OrtLibrary;
  readonly #heap: WasmHeap;
  readonly #specs: readonly CacheSpec[];
  readonly #maxTokens: number;
  /** Heap addresses in the order of the specs; empty before the first run. */
  #addresses: readonly number[] = [];
  /** In tokens. */
  #capacity = 0;

  /** @param maxTokens the context length */
  constructor(library: OrtLibrary, heap: WasmHeap, specs: readonly CacheSpec[], maxTokens: number) {
    this.#library = library;
    this.#heap = heap;
    this.#specs = specs;
    this.#maxTokens = maxTokens;
  }

  getInputs(past: number, total: number): Record<string, OrtTensor> {
    if (total > this.#capacity) this.#grow(past, total);
    return this.#tensors('past');
  }

  getOutputs(): Record<string, OrtTensor> {
    return this.#tensors('present');
  }

  accept(): void {
    // The run wrote into the cache.
  }

  truncate(count: number): number {
    return count;
  }

  release(): void {
    for (const address of this.#addresses) this.#heap._free(address);
    this.#addresses = [];
    this.#capacity = 0;
  }

  #tensors(name: 'past' | 'present'): Record<string, OrtTensor> {
    return Object.fromEntries(
      this.#specs.map((spec, index) => {
        const address = this.#addresses[index]!;
        const bytes = this.#heap.HEAPU8.subarray(address, address + this.#countBytes(spec, this.#capacity));
        const mark = <T extends ArrayBufferView>(data: T) => markAsInHeap(data, address);
        return [spec[name], createCacheTensor(this.#library, spec, this.#capacity, bytes, mark)];
      }),
    );
  }

  /** Doubles the capacity until it suffices for `totalTokens`, and moves the first `pastTokens` there. */
  #grow(pastTokens: number, totalTokens: number): void {
    let capacity = Math.max(initialCapacity, this.#capacity);
    while (capacity < totalTokens) capacity *= 2;
    capacity = Math.max(totalTokens, Math.min(capacity, this.#maxTokens));
    const addresses = this.#allocate(capacity);
    for (const [index, oldAddress] of this.#addresses.entries()) {
      const spec = this.#specs[index]!;
      const countHeadBytes = (tokens: number) => this.#countBytes({ ...spec, heads: 1 }, tokens);
      for (let head = 0; head < spec.heads; head++) {
        const start = oldAddress + head * countHeadBytes(this.#capacity);
        const target = addresses[index]! + head * countHeadBytes(capacity);
        this.#heap.HEAPU8.copyWithin(target, start, start + countHeadBytes(pastTokens));
      }
    }
    this.release();
    this.#addresses = addresses;
    this.#capacity = capacity;
  }

  #allocate(capacity: number): readonly number[] {
    const addresses: number[] = [];
    for (const spec of this.#specs) {
      const needBytes = this.#countBytes(spec, capacity);
      const address = this.#heap._malloc(needBytes);
      if (address === 0) {
        for (const allocated of addresses) this.#heap._free(allocated);
        throw new AppError('out-of-memory', { needBytes: needBytes * this.#specs.length, reason: 'wasm-heap-full' });
      }
      addresses.push(address);
    }
    return addresses;
  }

  #countBytes({ dtype, heads, headSize }: CacheSpec, tokens: number): number {
    return elementBytes[dtype] * heads * headSize * tokens;
  }
}
