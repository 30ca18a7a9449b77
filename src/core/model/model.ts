import type { TensorEngineId } from '../engine/engines.ts';

export const workloadIds = ['conv', 'encoder', 'decoder'] as const;
export type WorkloadId = (typeof workloadIds)[number];

/** Bytes in memory (owned by the holder) or a Blob or File that is read when needed. */
export interface ByteSource {
  readonly size: number;
  slice(start?: number, end?: number): ByteSource;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A model to open. `entry` is the file in `files` that the engine opens first. */
export interface ModelFiles {
  readonly id: string;
  readonly entry: string;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer> | ByteSource>;
}

/**
 * The accuracy of a model on inputs that it was not trained on, measured by this project.
 */
export interface Accuracy {
  readonly metric: 'top-1';
  /** Fraction of the items, 0 to 1. */
  readonly value: number;
  readonly items: number;
  /** A description of the inputs. */
  readonly source: string;
}

/** A file of a model. */
export interface ModelFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Lists the files of a model, which is a single file if it has no list. */
export function listModelFiles({
  id,
  sizeBytes,
  sha256,
  files,
}: Omit<ModelFile, 'name'> & { readonly id: string; readonly files?: readonly ModelFile[] }): readonly ModelFile[] {
  return files ?? [{ name: id, sizeBytes, sha256 }];
}

/** One catalogue entry: `models/<id>/model.json`. */
export interface Model {
  readonly id: string;
  readonly name: string;
  /** Id of its task: a folder of `src/tasks`. */
  readonly task: string;
  readonly engine: TensorEngineId;
  readonly licence: string;
  readonly source: string;
  readonly parameters: number;
  readonly entry: string;
  readonly files: readonly ModelFile[];
  /** Folder of an installed npm package that contains the files; if absent, they are next to `model.json`. */
  readonly package?: string;
  readonly accuracy?: Accuracy;
}

/**
 * The model of a run, as a link expresses it. The id of a `model` encodes its source (`readModelId`). `files` are opened by
 * the user and never part of a link.
 */
export type Subject =
  | { readonly kind: 'workload'; readonly id: WorkloadId }
  | { readonly kind: 'model'; readonly id: string }
  | { readonly kind: 'files'; readonly files: readonly File[] };
