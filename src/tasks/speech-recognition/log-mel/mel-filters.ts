import { windowLength } from './fourier.ts';

/** A triangle over some of the frequencies of a spectrum. */
export interface MelFilter {
  /** The first frequency with a weight. */
  readonly start: number;
  readonly weights: Float64Array;
}

const maxHertz = 8000;
/** Frequencies of the transform, 0 to 8 kHz. */
export const frequencyCount = windowLength / 2 + 1;

/** Same as `librosa.filters.mel(sr=16000, n_fft=400, n_mels=count)`: Slaney's scale and area normalisation. */
export function createMelFilters(count: number): readonly MelFilter[] {
  const corners = Array.from({ length: count + 2 }, (_, index) => toHertz((toMel(maxHertz) * index) / (count + 1)));
  const hertz = Array.from({ length: frequencyCount }, (_, index) => (maxHertz * index) / (frequencyCount - 1));
  return Array.from({ length: count }, (_, index): MelFilter => {
    const [low, centre, high] = [corners[index]!, corners[index + 1]!, corners[index + 2]!];
    const scale = 2 / (high - low);
    const weights = hertz.map(
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

// Slaney's Auditory Toolbox: linear below 1 kHz, logarithmic above.
const hertzPerMel = 200 / 3;
const logFromHertz = 1000;
const logFromMel = logFromHertz / hertzPerMel;
const logStep = Math.log(6.4) / 27;

function toMel(hertz: number): number {
  return hertz < logFromHertz ? hertz / hertzPerMel : logFromMel + Math.log(hertz / logFromHertz) / logStep;
}

function toHertz(mel: number): number {
  return mel < logFromMel ? mel * hertzPerMel : logFromHertz * Math.exp(logStep * (mel - logFromMel));
}
