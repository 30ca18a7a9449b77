import type { Tensor as OrtTensor } from 'onnxruntime-web';
import { AppError } from '#core/errors/error.ts';
import type { OrtLibrary } from '../ort/ort-builds.ts';
import { isInHeap, type WasmHeap } from '../ort/wasm-heap.ts';
import { elementBytes, type CachePart } from './decoder-signature.ts';
import type { KeyValueCache } from './key-value-cache.ts';
import { createCacheTensor } from './output-cache.ts';

/** Tokens that there is space for at first. */
const firstCapacity = 256;

/**
 * Keys and values in the wasm heap, with space for further tokens: `GroupQueryAttention` appends to a cache that is
 * both its input and its output, and nothing is copied.
 */
export class HeapCache implements KeyValueCache {
  readonly #library: OrtLibrary;
  readonly #heap: WasmHeap;
  readonly #parts: readonly CachePart[];
  readonly #maxTokens: number;
  /** Addresses of the parts; empty before the first run. */
  #addresses: readonly number[] = [];
  #capacity = 0;

  /** @param maxTokens that will ever be in the cache */
  constructor(library: OrtLibrary, heap: WasmHeap, parts: readonly CachePart[], maxTokens: number) {
    this.#library = library;
    this.#heap = heap;
    this.#parts = parts;
    this.#maxTokens = maxTokens;
  }

  inputs(past: number, total: number): Record<string, OrtTensor> {
    if (total > this.#capacity) this.#grow(past, total);
    return this.#tensors('past');
  }

  outputs(): Record<string, OrtTensor> {
    return this.#tensors('present');
  }

  accept(): void {
    // The run has written into the cache.
  }

  keep(count: number): number {
    return count;
  }

  release(): void {
    for (const address of this.#addresses) this.#heap._free(address);
    this.#addresses = [];
    this.#capacity = 0;
  }

  #tensors(name: 'past' | 'present'): Record<string, OrtTensor> {
    return Object.fromEntries(
      this.#parts.map((part, index) => {
        const address = this.#addresses[index]!;
        const bytes = this.#heap.HEAPU8.subarray(address, address + this.#bytes(part, this.#capacity));
        const mark = <T extends ArrayBufferView>(data: T) => isInHeap(data, address);
        return [part[name], createCacheTensor(this.#library, part, this.#capacity, bytes, mark)];
      }),
    );
  }

  /** Doubles the space until there is enough for `total` tokens, and moves `past` tokens there. */
  #grow(past: number, total: number): void {
    let capacity = Math.max(firstCapacity, this.#capacity);
    while (capacity < total) capacity *= 2;
    capacity = Math.max(total, Math.min(capacity, this.#maxTokens));
    const addresses = this.#allocate(capacity);
    for (const [index, from] of this.#addresses.entries()) {
      const part = this.#parts[index]!;
      const head = { ...part, heads: 1 };
      const used = this.#bytes(head, past);
      for (let headIndex = 0; headIndex < part.heads; headIndex++) {
        const start = from + headIndex * this.#bytes(head, this.#capacity);
        this.#heap.HEAPU8.copyWithin(addresses[index]! + headIndex * this.#bytes(head, capacity), start, start + used);
      }
    }
    this.release();
    this.#addresses = addresses;
    this.#capacity = capacity;
  }

  #allocate(capacity: number): readonly number[] {
    const addresses: number[] = [];
    for (const part of this.#parts) {
      const needBytes = this.#bytes(part, capacity);
      const address = this.#heap._malloc(needBytes);
      if (address === 0) {
        for (const allocated of addresses) this.#heap._free(allocated);
        throw new AppError('out-of-memory', { needBytes: needBytes * this.#parts.length, reason: 'wasm-heap-full' });
      }
      addresses.push(address);
    }
    return addresses;
  }

  #bytes({ dtype, heads, headSize }: CachePart, tokens: number): number {
    return elementBytes[dtype] * heads * headSize * tokens;
  }
}
