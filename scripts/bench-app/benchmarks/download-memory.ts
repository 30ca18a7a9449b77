import { median } from '#statistics/quantiles.ts';
import type { BenchHarness } from '../harness/bench.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { UnattachedPage } from '../harness/unattached-page.ts';
import { createNoiseFile } from '../harness/noise-file.ts';
import { readRendererMemory } from '../harness/renderer-memory.ts';

const repeats = 5;
const fileBytes = 2 ** 30;
const maxBytes = 100e6;

/** Measures the renderer's peak memory above its idle memory during one long download, which is hashed and stored. */
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
    const peakBytes = median(samples);
    return { value: peakBytes / 1e6, unit: 'MB', isReached: peakBytes < maxBytes, details: { samples, fileBytes } };
  },
};

/**
 * Measures the peak memory of one download.
 * @param files a small file, after whose storage the idle memory is measured, and the measured file
 */
async function measureBytesAboveIdle(bench: BenchHarness, files: readonly string[]): Promise<number> {
  const page = await UnattachedPage.open(bench, 'download', { file: files });
  try {
    const measureAfterNext = async () => {
      const message = await page.next();
      if (message !== 'stored') throw new Error(message);
      return readRendererMemory(page.browserPid);
    };
    const idle = await measureAfterNext();
    const { peakBytes } = await measureAfterNext();
    return peakBytes - idle.residentBytes;
  } finally {
    await page.close();
  }
}
