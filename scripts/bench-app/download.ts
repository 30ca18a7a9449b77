import { median } from '#bench/statistics.ts';
import type { Figure } from './figure.ts';
import type { Lab } from './lab/lab.ts';
import { noise } from './noise.ts';

const repeats = 5;
const fileBytes = 256 * 2 ** 20;
const leastShare = 0.7;
const leastBytesPerS = 250e6;

/** Fetching, hashing and keeping a file, against only fetching and keeping it, in turns. */
export const figure: Figure = {
  title: 'Download, hash and store on loopback, against a bare fetch to disk',
  target: `>= ${leastShare}x, or >= ${leastBytesPerS / 1e6} MB/s`,
  async measure(bench) {
    const url = bench.serve(await noise(bench.scratch, fileBytes), 'noise.bin');
    const browser = await bench.launchWithProfile();
    try {
      const page = await bench.openLab(browser);
      const { ours, bare } = await page.evaluate(
        async ({ url, repeats }) => {
          const { StoreHandle, startBare } = (globalThis as unknown as { lab: Lab }).lab;
          const store = new StoreHandle();
          const worker = startBare();
          const file = { url, name: 'noise.bin', sha256: null, sizeBytes: null };
          const ours: number[] = [];
          const bare: number[] = [];
          for (let repeat = 0; repeat < repeats; repeat++) {
            bare.push(await worker.fetchToDisk(url));
            const startMs = performance.now();
            await store.fetch({ id: 'noise', entry: file.name, source: url, files: [file] });
            ours.push(performance.now() - startMs);
            await store.remove('noise');
          }
          return { ours, bare };
        },
        { url, repeats },
      );
      const value = median(ours.map((ms, repeat) => bare[repeat]! / ms));
      const bytesPerS = (fileBytes / median(ours)) * 1000;
      const isReached = value >= leastShare || bytesPerS >= leastBytesPerS;
      return { value, unit: 'x', isReached, details: { ours, bare, bytesPerS, fileBytes } };
    } finally {
      await browser.close();
    }
  },
};
