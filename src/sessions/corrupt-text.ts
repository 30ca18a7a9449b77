import { AppError } from '#core/errors/error.ts';
import { createSeededRandom } from '#core/random.ts';
import type { AppliedCorruption } from '#validation/robustness/applied-corruption.ts';
import type { Corruption } from '#validation/robustness/corruption.ts';
import { corruptions } from '#validation/robustness/corruptions/index.ts';

/**
 * Applies a corruption to a text.
 * @throws AppError internal if the corruption does not apply to texts
 */
export function corruptText(text: string, { corruption: id, severity, seed }: AppliedCorruption): string {
  const corruption: Corruption = corruptions[id];
  if (corruption.kind !== 'text') throw new AppError('internal', { why: `${id} does not apply to texts` });
  return corruption.apply(text, corruption.constants[severity - 1]!, createSeededRandom(seed));
}
