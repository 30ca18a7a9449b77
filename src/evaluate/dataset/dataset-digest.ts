import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import type { ItemLabel } from '#core/task/evaluation.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';

/** The identity of one item of a dataset. */
export interface DigestEntry {
  readonly path: string;
  /** The label in the dataset, not the matched label of the model. */
  readonly label: ItemLabel | null;
  /** SHA-256 of its file, or of its text in UTF-8, in lower-case hexadecimal; `null` if it cannot be read. */
  readonly sha256: string | null;
  /** SHA-256 of the mask file, if the label is a mask. */
  readonly maskSha256?: string;
}

/**
 * Computes the digest of the items and labels of a dataset or a sample: the SHA-256 of the canonical JSON of
 * `[path, label, sha256]` or `[path, label, sha256, maskSha256]` rows, sorted by path.
 * @returns lower-case hexadecimal
 */
export async function digestDataset(entries: Iterable<DigestEntry>): Promise<string> {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  const rows = sorted.map(({ path, label, sha256, maskSha256 }) =>
    toCanonicalJson(maskSha256 === undefined ? [path, label, sha256] : [path, label, sha256, maskSha256]),
  );
  return computeSha256Hex(new TextEncoder().encode(`[${rows.join(',')}]`));
}
