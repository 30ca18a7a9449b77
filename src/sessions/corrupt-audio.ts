import { AppError } from '#core/errors/error.ts';
import { createSeededRandom } from '#core/random.ts';
import type { AppliedCorruption } from '#validation/robustness/applied-corruption.ts';
import type { Corruption } from '#validation/robustness/corruption.ts';
import { corruptions } from '#validation/robustness/corruptions/index.ts';

/**
 * Applies a corruption to audio samples.
 * @throws AppError internal if the corruption does not apply to audio
 */
export function corruptAudio(
  samples: Float32Array,
  { corruption: id, severity, seed }: AppliedCorruption,
): Float32Array {
  const corruption: Corruption = corruptions[id];
  if (corruption.kind !== 'audio') throw new AppError('internal', { why: `${id} does not apply to sounds` });
  return corruption.apply(samples, corruption.constants[severity - 1]!, createSeededRandom(seed));
}
