import type { ErrorCode, ErrorFacts } from './error.ts';
import type { Truth } from './evaluation.ts';
import type { Timing } from './task.ts';

/** SHA-256 of what an item consists of, in lower-case hexadecimal. */
export interface ItemDigest {
  /** Of its bytes; `null` if they could not be read. */
  readonly sha256: string | null;
  /** Of the bytes of its mask, if that is its label. */
  readonly maskSha256?: string;
}

/** What became of one item of a set. Plain JSON, except for the pixels of a mask in `truth`. */
export type EvaluatedItem = ItemDigest & {
  /** Path in the set; the item's id. */
  readonly path: string;
} & (ScoredItem | FailedItem);

interface ScoredItem {
  /** `null` without a truth to compare with. */
  readonly outcome: unknown;
  /** The result as truth for another model; only if requested. */
  readonly truth?: Truth;
  /** `preMs` includes decoding, which overlaps with the run of the item before. */
  readonly timing: Timing;
}

interface FailedItem {
  readonly error: { readonly code: ErrorCode; readonly facts: ErrorFacts };
}
