import type { ErrorCode, ErrorFacts } from '../errors/error.ts';
import type { GroundTruth } from './evaluation.ts';
import type { Timing } from './task.ts';

/** SHA-256 of the contents of an item, in lower-case hexadecimal. */
export interface ItemDigest {
  /** SHA-256 of the file's bytes; `null` if they could not be read. */
  readonly sha256: string | null;
  /** SHA-256 of the mask file, if the label is a mask. */
  readonly maskSha256?: string;
}

/** The result of running one item of a dataset. Plain JSON, except for the pixels of a mask in `truth`. */
export type EvaluatedItem = ItemDigest & {
  /** Path in the dataset; the item's id. */
  readonly path: string;
} & (ScoredItem | FailedItem);

interface ScoredItem {
  /** `null` without a truth to compare with. */
  readonly outcome: unknown;
  /** The result as truth for another model; only if requested. */
  readonly truth?: GroundTruth;
  /** `preMs` includes decoding, which overlaps with the run of the item before. */
  readonly timing: Timing;
}

interface FailedItem {
  readonly error: { readonly code: ErrorCode; readonly facts: ErrorFacts };
}
