import type { Gate } from '../gate.ts';

/** Counts hosts other than the app's own that were contacted during the run, as the browser recorded them. */
export const hostsContacted: Gate = {
  unit: 'count',
  comparator: '<=',
  isRelative: false,
  limit: { value: 0, source: 'own-choice' },
  measure({ network }) {
    if (!network) return { code: 'no-network-record' };
    return { value: new Set(network.hosts).size, interval: 'exact', n: 1 };
  },
};
