import { openCold } from '../harness/cold-open.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const maxMs = 600;

/** Measures the time from opening the device page in a new browser until it shows the device's capabilities. */
export const benchmark: PerfBenchmark = {
  title: 'Page open to device summary, cold',
  target: `<= ${maxMs} ms`,
  measure: (bench) => openCold(bench, '#/device', 'main dl .fact', maxMs),
};
