import type { TensorEngineId } from './engines.ts';

export type WorkloadId = 'conv' | 'encoder' | 'decoder';

/** Bytes in memory (owned by the holder) or a Blob/File that is read when needed. */
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

/** The accuracy of a model on `items` inputs that it was not trained on: measured here, never quoted. */
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
  readonly runtime: TensorEngineId;
  readonly licence: string;
  readonly source: string;
  readonly parameters: number;
  readonly entry: string;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number; readonly sha256: string }[];
  /** Folder of an installed npm package that holds the files; absent: they lie next to `model.json`. */
  readonly package?: string;
  readonly accuracy?: Accuracy;
}

/**
 * What a run is about, as a link can name it. A `model` comes with the app or is stored in this browser; its id
 * (`readModelId`) says where it is from. `files` are opened by the user and are never part of a link.
 */
export type Subject =
  | { readonly kind: 'workload'; readonly id: WorkloadId }
  | { readonly kind: 'model'; readonly id: string }
  | { readonly kind: 'files'; readonly files: readonly File[] };
