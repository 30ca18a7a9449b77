import { median } from '#bench/statistics.ts';
import type { Figure } from './figure.ts';
import { LonePage } from './lone-page.ts';
import { noise } from './noise.ts';

const repeats = 9;
const fileBytes = 256 * 2 ** 20;
const minShare = 0.7;
const minBytesPerS = 250e6;

/** Fetching, hashing and keeping a file, against only fetching it to the disk. */
export const figure: Figure = {
  title: 'Download, hash and store on loopback, against a bare fetch to disk',
  target: `>= ${minShare}x, or >= ${minBytesPerS / 1e6} MB/s`,
  async measure(bench) {
    const url = bench.serve(await noise(bench.scratch, fileBytes), 'noise.bin');
    const page = await LonePage.open(bench, 'compare', { file: url, repeats });
    try {
      const { ours, bare } = await page.times<{ readonly ours: number[]; readonly bare: number[] }>();
      const value = median(bare) / median(ours);
      const bytesPerS = (fileBytes / median(ours)) * 1000;
      const isReached = value >= minShare || bytesPerS >= minBytesPerS;
      return { value, unit: 'x', isReached, details: { ours, bare, bytesPerS, fileBytes } };
    } finally {
      await page.close();
    }
  },
};
