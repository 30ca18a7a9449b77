import type { RuntimeId } from './engines.ts';

export type WorkloadId = 'conv' | 'encoder' | 'decoder';

/** Bytes on hand (owned by the holder) or a Blob/File that is read when needed. */
export interface ByteSource {
  readonly size: number;
  slice(start?: number, end?: number): ByteSource;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A model ready to be opened: `entry` names the file in `files` that the engine opens first. */
export interface ModelFiles {
  readonly id: string;
  readonly entry: string;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer> | ByteSource>;
}

/** What a model got right of `items` inputs that it never saw: measured, never quoted. */
export interface Accuracy {
  readonly metric: 'top-1';
  /** Share of the items, 0 to 1. */
  readonly value: number;
  readonly items: number;
  /** Which inputs, in words. */
  readonly source: string;
}

/** One catalogue entry: `models/<id>/model.json`. */
export interface Model {
  readonly id: string;
  readonly name: string;
  /** Id of the task that it is for: a folder of `src/tasks`. */
  readonly task: string;
  readonly runtime: RuntimeId;
  readonly licence: string;
  readonly source: string;
  readonly parameters: number;
  readonly entry: string;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number; readonly sha256: string }[];
  /** Folder of an installed npm package that holds the files; absent: they lie beside `model.json`. */
  readonly package?: string;
  readonly accuracy?: Accuracy;
}

/**
 * What a run is about, as a link can name it. A `model` comes with the app or is kept in this browser's store; its id
 * (`readModelId`) says where it is from. `files` is what the user brought: it never travels in a link.
 */
export type Subject =
  | { readonly kind: 'workload'; readonly id: WorkloadId }
  | { readonly kind: 'model'; readonly id: string }
  | { readonly kind: 'files'; readonly files: readonly File[] };
