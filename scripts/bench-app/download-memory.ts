import { median } from '#bench/statistics.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { LonePage } from './lone-page.ts';
import { noise } from './noise.ts';
import { rendererMemory } from './renderer-memory.ts';

const repeats = 5;
const fileBytes = 2 ** 30;
const maxBytes = 100e6;

/** How far one long download, hashed and kept, drives the renderer above what it held before. */
export const figure: Figure = {
  title: '1 GB download: peak renderer memory above idle',
  target: `< ${maxBytes / 1e6} MB`,
  async measure(bench) {
    const [small, large] = await Promise.all([noise(bench.scratch, 2 ** 20), noise(bench.scratch, fileBytes)]);
    const files = [bench.serve(small, 'small.bin'), bench.serve(large, 'large.bin')];
    const samples: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) samples.push(await bytesAboveIdle(bench, files));
    const above = median(samples);
    return { value: above / 1e6, unit: 'MB', isReached: above < maxBytes, details: { samples, fileBytes } };
  },
};

/** @param files a small one, and the one that counts: idle is a page whose store has worked before */
async function bytesAboveIdle(bench: Bench, files: readonly string[]): Promise<number> {
  const page = await LonePage.open(bench, 'keep', { file: files });
  try {
    const next = async () => {
      const outcome = await page.next();
      if (outcome !== 'kept') throw new Error(outcome);
      return rendererMemory(page.browserPid);
    };
    const idle = await next();
    const { peakBytes } = await next();
    return peakBytes - idle.residentBytes;
  } finally {
    await page.close();
  }
}
