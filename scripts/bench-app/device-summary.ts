import { median } from '#bench/statistics.ts';
import { timeUntilShown, withApp, withBrowser } from './app-page.ts';
import type { Figure } from './figure.ts';

const repeats = 5;
const mostMs = 600;

/** A fresh browser opens the device page: until it says what the device offers. */
export const figure: Figure = {
  title: 'Page open to device summary, cold',
  target: `<= ${mostMs} ms`,
  async measure(bench) {
    return withApp(bench, async (url) => {
      const samples: number[] = [];
      for (let repeat = 0; repeat < repeats; repeat++) {
        samples.push(
          await withBrowser(bench, async (browser) =>
            timeUntilShown(await browser.newContext({ serviceWorkers: 'block' }), `${url}#/device`, 'main dl .fact'),
          ),
        );
      }
      const value = median(samples);
      return { value, unit: 'ms', isReached: value <= mostMs, details: { samples } };
    });
  },
};
