import { computeClopperPearsonInterval } from '#statistics/clopper-pearson.ts';
import type { Gate } from '../gate.ts';
import { toOneSided95 } from '../measure/intervals.ts';

/**
 * Measures the fraction of requests that failed under load. To pass the default limit, at least 299 requests must all
 * succeed.
 */
export const errorsUnderLoad: Gate = {
  unit: 'fraction',
  comparator: '<=',
  isRelative: false,
  limit: { value: 0.01, source: 'own-choice' },
  maxValue: 1,
  minSamples: 20,
  performanceTest: 'load-test',
  measure({ loadTest }) {
    if (!loadTest) return { code: 'no-load-test' };
    const { failed, requests: n } = loadTest;
    if (n === 0) return { code: 'too-few-samples', facts: { n, needs: 20 } };
    return { value: failed / n, interval: toOneSided95(computeClopperPearsonInterval(failed, n)), n };
  },
};
