import { windowLength } from './fourier.ts';

/** A triangular filter over a part of a spectrum. */
export interface MelFilter {
  /** Index of the first frequency with a weight. */
  readonly start: number;
  readonly weights: Float64Array;
}

const maxHertz = 8000;
/** Number of frequencies of the transform, from 0 to 8 kHz. */
export const frequencyCount = windowLength / 2 + 1;

/**
 * Creates the filters of `librosa.filters.mel(sr=16000, n_fft=400, n_mels=count)`: Slaney's scale and area
 * normalisation.
 */
export function createMelFilters(count: number): readonly MelFilter[] {
  const cornerHertz = Array.from({ length: count + 2 }, (_, index) => toHertz((toMel(maxHertz) * index) / (count + 1)));
  const binHertz = Array.from({ length: frequencyCount }, (_, index) => (maxHertz * index) / (frequencyCount - 1));
  return Array.from({ length: count }, (_, index): MelFilter => {
    const [low, centre, high] = [cornerHertz[index]!, cornerHertz[index + 1]!, cornerHertz[index + 2]!];
    const scale = 2 / (high - low);
    const weights = binHertz.map(
      (f) => scale * Math.max(0, Math.min((f - low) / (centre - low), (high - f) / (high - centre))),
    );
    const start = Math.max(
      0,
      weights.findIndex((weight) => weight > 0),
    );
    const end = weights.findLastIndex((weight) => weight > 0) + 1;
    return { start, weights: Float64Array.from(weights.slice(start, end)) };
  });
}

// The mel scale of Slaney's Auditory Toolbox: linear below 1 kHz, logarithmic above.
const hertzPerMel = 200 / 3;
const logFromHertz = 1000;
const logFromMel = logFromHertz / hertzPerMel;
const logStep = Math.log(6.4) / 27;

function toMel(binHertz: number): number {
  return binHertz < logFromHertz ? binHertz / hertzPerMel : logFromMel + Math.log(binHertz / logFromHertz) / logStep;
}

function toHertz(mel: number): number {
  return mel < logFromMel ? mel * hertzPerMel : logFromHertz * Math.exp(logStep * (mel - logFromMel));
}
