import { median } from '#bench/statistics.ts';
import { contextWithWindow, timeUntilShown, withApp, withBrowser } from './app-page.ts';
import type { Bench } from './bench.ts';
import type { Measurement } from './figure.ts';

const repeats = 5;

/** A fresh browser, every time, opens the address of the app that ends in `hash`: until `selector` is shown. */
export async function coldOpen(bench: Bench, hash: string, selector: string, maxMs: number): Promise<Measurement> {
  return withApp(bench, async (url) => {
    const samples: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const sample = await withBrowser(bench, async (browser) =>
        timeUntilShown(await contextWithWindow(browser, { serviceWorkers: 'block' }), url + hash, selector),
      );
      samples.push(sample);
    }
    const value = median(samples);
    return { value, unit: 'ms', isReached: value <= maxMs, details: { samples } };
  });
}
