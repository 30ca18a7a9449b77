import { median } from '#statistics/quantiles.ts';
import { createWindowContext, timeToSelector, withApp, withBrowser } from './built-app.ts';
import type { BenchHarness } from './bench.ts';
import type { Measurement } from './perf-benchmark.ts';

const repeats = 5;

/** Measures the time from opening the app at `hash` until `selector` is shown, each time in a new browser. */
export async function openCold(
  bench: BenchHarness,
  hash: string,
  selector: string,
  maxMs: number,
): Promise<Measurement> {
  return withApp(bench, async (url) => {
    const samples: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const sample = await withBrowser(bench, async (browser) =>
        timeToSelector(await createWindowContext(browser, { serviceWorkers: 'block' }), url + hash, selector),
      );
      samples.push(sample);
    }
    const value = median(samples);
    return { value, unit: 'ms', isReached: value <= maxMs, details: { samples } };
  });
}
