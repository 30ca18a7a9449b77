import { median } from '#statistics/quantiles.ts';
import type { BenchHarness } from '../harness/bench.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { UnattachedPage } from '../harness/unattached-page.ts';
import { createNoiseFile } from '../harness/noise-file.ts';
import { readRendererMemory } from '../harness/renderer-memory.ts';

const repeats = 5;
const fileBytes = 2 ** 30;
const maxBytes = 100e6;

/** Peak memory of the renderer during one long download, hashed and stored, above its memory when idle. */
export const benchmark: PerfBenchmark = {
  title: '1 GB download: peak renderer memory above idle',
  target: `< ${maxBytes / 1e6} MB`,
  async measure(bench) {
    const [small, large] = await Promise.all([
      createNoiseFile(bench.scratch, 2 ** 20),
      createNoiseFile(bench.scratch, fileBytes),
    ]);
    const files = [bench.serve(small, 'small.bin'), bench.serve(large, 'large.bin')];
    const samples: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) samples.push(await measureBytesAboveIdle(bench, files));
    const above = median(samples);
    return { value: above / 1e6, unit: 'MB', isReached: above < maxBytes, details: { samples, fileBytes } };
  },
};

/** @param files a small file, so the idle memory is measured after the store has run once, and the measured file */
async function measureBytesAboveIdle(bench: BenchHarness, files: readonly string[]): Promise<number> {
  const page = await UnattachedPage.open(bench, 'download', { file: files });
  try {
    const memoryAfterNext = async () => {
      const message = await page.next();
      if (message !== 'stored') throw new Error(message);
      return readRendererMemory(page.browserPid);
    };
    const idle = await memoryAfterNext();
    const { peakBytes } = await memoryAfterNext();
    return peakBytes - idle.residentBytes;
  } finally {
    await page.close();
  }
}
