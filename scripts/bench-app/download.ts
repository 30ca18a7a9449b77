import { median } from '#bench/statistics.ts';
import type { Figure } from './figure.ts';
import type { Lab } from './lab/lab.ts';
import { noise } from './noise.ts';

const repeats = 9;
const fileBytes = 256 * 2 ** 20;
const leastShare = 0.7;
const leastBytesPerS = 250e6;

/**
 * Fetching, hashing and keeping a file, against only fetching and keeping it. They take turns, and in turns go first, so
 * that what else the machine does falls on both; the first pair starts the workers and does not count.
 */
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
          const takeBare = async () => bare.push(await worker.fetchToDisk(url));
          const takeOurs = async () => {
            const startMs = performance.now();
            await store.fetch({ id: 'noise', entry: file.name, source: url, files: [file] });
            ours.push(performance.now() - startMs);
            await store.remove('noise');
          };
          for (let repeat = 0; repeat <= repeats; repeat++) {
            const pair = repeat % 2 === 0 ? [takeBare, takeOurs] : [takeOurs, takeBare];
            for (const take of pair) await take();
          }
          return { ours: ours.slice(1), bare: bare.slice(1) };
        },
        { url, repeats },
      );
      const value = median(bare) / median(ours);
      const bytesPerS = (fileBytes / median(ours)) * 1000;
      const isReached = value >= leastShare || bytesPerS >= leastBytesPerS;
      return { value, unit: 'x', isReached, details: { ours, bare, bytesPerS, fileBytes } };
    } finally {
      await browser.close();
    }
  },
};
