import { computeSha256Hex } from '#core/encoding/sha256.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import type { RunPredicate } from '../statement/statement.ts';

/**
 * Rejects baseline files that do not match the baseline's digest: the SHA-256 of their sorted lines `name sha256`.
 * @param signature names the signature in errors
 * @throws AppError hallmark-invalid
 */
export async function checkBaselineFiles(
  { baseline, baselineFiles }: Pick<RunPredicate, 'baseline' | 'baselineFiles'>,
  signature: string,
): Promise<void> {
  if (!baselineFiles) return;
  const lines = baselineFiles.map(({ name, digest }) => `${name} ${digest.sha256}\n`).sort();
  const sha256 = await computeSha256Hex(new TextEncoder().encode(lines.join('')));
  if (sha256 !== baseline?.digest.sha256) throw createHallmarkError({ reason: 'baseline-files', signature });
}
