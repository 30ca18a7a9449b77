import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { UnattachedPage } from '../harness/unattached-page.ts';
import { createNoiseFile } from '../harness/noise-file.ts';

const repeats = 9;
const fileBytes = 256 * 2 ** 20;
const minFraction = 0.7;
const minBytesPerS = 250e6;

/** Compares the download, hash and storage of a file with a plain download to disk. */
export const benchmark: PerfBenchmark = {
  title: 'Download, hash and store on loopback, against a plain fetch to disk',
  target: `>= ${minFraction}x, or >= ${minBytesPerS / 1e6} MB/s`,
  async measure(bench) {
    const url = bench.serve(await createNoiseFile(bench.scratch, fileBytes), 'noise.bin');
    const page = await UnattachedPage.open(bench, 'compare', { file: url, repeats });
    try {
      const { app, baseline } = await page.readResult<{ readonly app: number[]; readonly baseline: number[] }>();
      const value = median(baseline) / median(app);
      const bytesPerS = (fileBytes / median(app)) * 1000;
      const isReached = value >= minFraction || bytesPerS >= minBytesPerS;
      return { value, unit: 'x', isReached, details: { ours: app, bare: baseline, bytesPerS, fileBytes } };
    } finally {
      await page.close();
    }
  },
};
