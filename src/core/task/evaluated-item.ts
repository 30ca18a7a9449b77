import type { ErrorCode, ErrorFacts } from '../errors/error.ts';
import type { GroundTruth } from './evaluation.ts';
import type { Timing } from './task.ts';

/** Hashes of an item, in lower-case hexadecimal. */
export interface ItemDigest {
  /** SHA-256 of the file; `null` if it could not be read. */
  readonly sha256: string | null;
  /** SHA-256 of the mask file, if the label is a mask. */
  readonly maskSha256?: string;
}

/** The result of running one item of a dataset. Plain JSON, except for the pixels of a mask in `truth`. */
export type EvaluatedItem = ItemDigest & {
  /** Path in the dataset, which identifies the item. */
  readonly path: string;
} & (ScoredItem | FailedItem);

interface ScoredItem {
  /** `null` without ground truth. */
  readonly outcome: unknown;
  /** The result as ground truth for another model, if requested. */
  readonly truth?: GroundTruth;
  /** `preMs` includes decoding, which overlaps with the previous item's run. */
  readonly timing: Timing;
}

interface FailedItem {
  readonly error: { readonly code: ErrorCode; readonly facts: ErrorFacts };
}
