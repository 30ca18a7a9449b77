import type { Figure } from './figure.ts';
import type { Lab } from './lab/lab.ts';
import { noise } from './noise.ts';
import { rendererMemory } from './renderer-memory.ts';

const fileBytes = 2 ** 30;
const mostBytes = 100e6;

/** How far one long download, hashed and kept, drives the renderer above what it held before. */
export const figure: Figure = {
  title: '1 GB download: peak renderer memory above idle',
  target: `< ${mostBytes / 1e6} MB`,
  async measure(bench) {
    const [small, large] = await Promise.all([noise(bench.scratch, 2 ** 20), noise(bench.scratch, fileBytes)]);
    const warmUp = bench.serve(small, 'small.bin');
    const url = bench.serve(large, 'large.bin');
    const browser = await bench.launchWithProfile();
    try {
      const page = await bench.openLab(browser);
      const fetchAll = (url: string) =>
        page.evaluate(async (url) => {
          const { StoreHandle } = (globalThis as unknown as { lab: Lab }).lab;
          const store = new StoreHandle();
          const file = { url, name: 'file', sha256: null, sizeBytes: null };
          await store.fetch({ id: url, entry: file.name, source: url, files: [file] });
          return (await store.models()).length;
        }, url);
      await fetchAll(warmUp); // idle is a page whose store has worked before
      const idle = await rendererMemory(browser.browser()!);
      await fetchAll(url);
      const { peakBytes } = await rendererMemory(browser.browser()!);
      const above = peakBytes - idle.residentBytes;
      return { value: above / 1e6, unit: 'MB', isReached: above < mostBytes, details: { idle, peakBytes, fileBytes } };
    } finally {
      await browser.close();
    }
  },
};
