import { mean } from '#statistics/mean.ts';
import type { Gate } from '../gate.ts';
import { bootstrapInterval } from '../measure/bootstrap-interval.ts';

/** Measures the mean power during inference. A page cannot measure it; a companion with a meter can. */
export const power: Gate = {
  unit: 'watts',
  comparator: '<=',
  isRelative: false,
  limit: { value: 10, source: 'own-choice' },
  minSamples: 20,
  measure({ candidate: { powerWatts: readings = [] } }) {
    if (readings.length === 0) return { code: 'no-power-meter' };
    return { value: mean(readings), interval: bootstrapInterval(readings, mean), n: readings.length };
  },
};
