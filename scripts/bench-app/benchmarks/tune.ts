import type { Browser } from 'playwright-core';
import type { TuneResult } from '#tune/tune-result.ts';
import { median } from '#statistics/quantiles.ts';
import { withApp, withBrowser } from '../harness/built-app.ts';
import { listModels } from '../harness/test-models.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const maxRatio = 0.85;
/** The budget for a model of 4 MB. */
const budgetS = 60;

/**
 * Compares the time of the tuned configuration with that of the best default of any engine of the page, for every model
 * of the test data. Both are from the head-to-head comparison at the end of the search, so they were measured together.
 */
export const benchmark: PerfBenchmark = {
  title: `Tuned configuration / best default, each model tuned for ${budgetS} s`,
  target: `<= 1.00x for each (interval), median <= ${maxRatio}x`,
  measure: (bench) =>
    withApp(bench, async (url) => {
      const details: Record<string, unknown> = {};
      const ratios: number[] = [];
      let isNeverSlower = true;
      for (const { name, paths } of listModels(bench.testData('.'))) {
        if (name.endsWith('.gguf')) continue; // only models with tensors are tuned
        const tuneResult = await withBrowser(bench, (browser) => tune(browser, url, paths));
        if ('failed' in tuneResult) {
          details[name] = tuneResult;
          continue;
        }
        const { winner, speedUp, spentMs, stopped, reason, bestDefault } = tuneResult;
        if (!bestDefault) continue;
        const ratio = speedUp && reason === 'faster' ? 1 / speedUp.ratio : 1;
        isNeverSlower &&= reason !== 'faster' || speedUp!.interval[0] > 1;
        ratios.push(ratio);
        bench.log(`${name}: ${ratio.toFixed(2)}x in ${(spentMs / 1000).toFixed(0)} s`);
        details[name] = { ratio, interval: speedUp?.interval ?? null, spentMs, stopped, winner };
      }
      const value = median(ratios);
      return { value, unit: 'x', isReached: isNeverSlower && value <= maxRatio, details };
    }),
};

async function tune(browser: Browser, url: string, paths: readonly string[]) {
  const page = await browser.newPage({ serviceWorkers: 'block' });
  await page.goto(`${url}#/tune?file=1&budget=${budgetS}&auto=1`);
  await page.waitForFunction(() => globalThis.assay?.state === 'ready');
  const input = (await page.evaluateHandle(() => globalThis.assay!.fileInput())).asElement()!;
  await input.setInputFiles([...paths]);
  await page.evaluate((element) => globalThis.assay!.openModel([...(element as HTMLInputElement).files!]), input);
  await page.waitForFunction(() => ['done', 'failed'].includes(globalThis.assay!.state), null, {
    timeout: 3 * budgetS * 1000,
  });
  const { result, error } = await page.evaluate(() => ({
    result: globalThis.assay!.result,
    error: globalThis.assay!.error,
  }));
  return error ? { failed: error.message } : (result as TuneResult);
}
