import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const maxMs = 20;

/**
 * Measures the time from a statement of ten gates to the link of the hallmark, and from the link to its verification,
 * in the page.
 */
export const benchmark: PerfBenchmark = {
  title: 'Signing a hallmark, and verifying it from its link',
  target: `<= ${maxMs} ms each`,
  async measure(bench) {
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      const { signMs, verifyMs, firstSignMs, firstVerifyMs } = await page.evaluate(() =>
        globalThis.lab.timeHallmarks(),
      );
      const value = Math.max(median(signMs), median(verifyMs));
      const details = { sign: median(signMs), verify: median(verifyMs), firstSignMs, firstVerifyMs, n: signMs.length };
      return { value, unit: 'ms', isReached: value <= maxMs, details };
    } finally {
      await browser.close();
    }
  },
};
