import type { Gate } from '../gate.ts';

/** Mean power during inference. A page cannot measure it; a companion with a meter can. */
export const power: Gate = {
  unit: 'watts',
  comparator: '<=',
  isRelative: false,
  limit: { value: 10, source: 'power-targets' },
  measure({ candidate }) {
    if (candidate.powerWatts === undefined) return { code: 'no-power-meter' };
    return { value: candidate.powerWatts, interval: null, n: 1 };
  },
};
