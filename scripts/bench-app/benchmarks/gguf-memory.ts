import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { measureOpeningMemory } from '../harness/opening-memory.ts';

const repeats = 5;
const maxRatio = 1.6;
/** Each layer has 4 matrices of 1,024 x 1,024 and 3 of 1,024 x 4,096 in float32: 67 MB. */
const size = { width: 1024, hidden: 4096, layers: 6 };

/**
 * Measures the renderer's peak private memory during the opening of a large file and the generation of a few tokens,
 * relative to the file size. In addition to the weights it contains the KV cache (0.12) and the browser's and engine's
 * memory for any model.
 */
export const benchmark: PerfBenchmark = {
  title: '400 MB GGUF: peak private memory of the renderer / size',
  target: `<= ${maxRatio}x`,
  async measure(bench) {
    const path = join(bench.scratch, 'large.gguf');
    if (!existsSync(path)) writeFileSync(path, encodeLlama(size));
    const bytes = statSync(path).size;
    const memory = await measureOpeningMemory(bench, bench.serve(path, 'large.gguf'), 'generate', 'bcde', repeats);
    const value = memory.private / bytes;
    const details = {
      samples: memory.samples.map((sample) => sample / bytes),
      withSharedPages: memory.resident / bytes,
      bytes,
    };
    return { value, unit: 'x', isReached: value <= maxRatio, details };
  },
};
