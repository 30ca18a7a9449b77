import { openCold } from '../harness/cold-open.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const maxMs = 10_000;

/** Measures the time from opening the benchmark link of the start page until the result is shown. */
export const benchmark: PerfBenchmark = {
  title: 'Quick benchmark of conv, from its link to its result, cold',
  target: `<= ${maxMs} ms`,
  measure: (bench) => openCold(bench, '#/bench?workload=conv&effort=quick&auto=1', '[data-testid=verdict]', maxMs),
};
