import { statSync } from 'node:fs';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { createLargeOnnx } from '../harness/large-onnx.ts';
import { measureOpeningMemory } from '../harness/opening-memory.ts';

const repeats = 5;
const maxRatio = 2.6;

/** Measures the renderer's peak private memory while it opens and runs a large file, relative to the file size. */
export const benchmark: PerfBenchmark = {
  title: '400 MB ONNX: peak private memory of the renderer / size',
  target: `<= ${maxRatio}x`,
  async measure(bench) {
    const path = createLargeOnnx(bench.scratch);
    const { size } = statSync(path);
    const url = bench.serve(path, 'large.onnx');
    const app = await measureOpeningMemory(bench, url, 'run', 'done', repeats);
    const wholeFile = await measureOpeningMemory(bench, url, 'runWhole', 'done', 1);
    const value = app.private / size;
    const details = {
      samples: app.samples.map((sample) => sample / size),
      withSharedPages: app.resident / size,
      wholeFileInOneBuffer: wholeFile.private / size,
      wholeFileWithSharedPages: wholeFile.resident / size,
    };
    return { value, unit: 'x', isReached: value <= maxRatio, details };
  },
};
