import { openCold } from '../harness/cold-open.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

export const sampleHash = '#/run?task=object-detection&sample=1';
export const boxSelector = '[data-testid=boxes] [data-label]';
const maxMs = 1_000;

/** Measures the time from opening a link to the sample in a new browser until the boxes are drawn. */
export const benchmark: PerfBenchmark = {
  title: 'Sample link to boxes drawn, cold',
  target: `<= ${maxMs} ms`,
  measure: (bench) => openCold(bench, sampleHash, boxSelector, maxMs),
};
