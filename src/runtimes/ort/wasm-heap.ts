import type { OrtLibrary } from './ort-builds.ts';

/** The wasm module of a build, exposed by `scripts/patch-ort.ts`. */
export interface WasmHeap {
  /** A view of the whole memory, replaced when the memory grows. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  /** @returns an address, or 0 if there is not enough memory */
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** Finds the heap of a build that has a session; `null` for builds that are not patched. */
export function findWasmHeap({ env }: OrtLibrary): WasmHeap | null {
  return (env.wasm as { module?: WasmHeap }).module ?? null;
}

/** Marks `data` as located at `heapOffset` of the heap, so that the library uses it without a copy. */
export function markAsInHeap<T extends ArrayBufferView>(data: T, heapOffset: number): T {
  return Object.assign(data, { heapOffset });
}
