import type { OrtLibrary } from './ort-builds.ts';

/** The wasm module of a library's build, as `scripts/patch-ort.ts` exposes it. */
export interface WasmHeap {
  /** A view of the whole memory; another one after it has grown. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  /** @returns an address, or 0 if there is not enough memory */
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** `null` for the builds that are used as published. Sessions of the build must have been created. */
export function findWasmHeap({ env }: OrtLibrary): WasmHeap | null {
  return (env.wasm as { module?: WasmHeap }).module ?? null;
}

/** Marks data as lying in the heap, so that the library reads and writes it there. */
export function isInHeap<T extends ArrayBufferView>(data: T, heapOffset: number): T {
  return Object.assign(data, { heapOffset });
}
