import { drawNormalVariate } from '#statistics/normal-variate.ts';
import type { AudioCorruption } from '../corruption.ts';

/** White noise. Constants: signal-to-noise ratio in dB, relative to the mean power of the recording. */
export const audioNoise: AudioCorruption = {
  kind: 'audio',
  constants: [20, 15, 10, 5, 0],
  source: 'aurora-2',
  apply: (samples, decibels, random) => {
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / (samples.length || 1);
    const standardDeviation = Math.sqrt(power / 10 ** (decibels / 10));
    return samples.map((sample) => sample + standardDeviation * drawNormalVariate(random));
  },
};
