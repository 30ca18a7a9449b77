import { quantile } from '#statistics/quantiles.ts';
import type { AudioCorruption } from '../corruption.ts';

/** Overdrive: the loudest samples are clipped to one amplitude. Constants: the fraction of clipped samples. */
export const audioClipping: AudioCorruption = {
  kind: 'audio',
  constants: [0.01, 0.05, 0.1, 0.2, 0.4],
  source: 'own-choice',
  apply: (samples, fraction) => {
    if (samples.length === 0) return samples.slice();
    const limit = quantile(samples.map(Math.abs).sort(), 1 - fraction);
    return samples.map((sample) => Math.min(limit, Math.max(-limit, sample)));
  },
};
