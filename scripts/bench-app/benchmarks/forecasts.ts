import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { listModels, type NamedModel } from '../harness/test-models.ts';

const minFraction = 0.85;

/** Covers every model of the test data that an engine can open, and the real language models in ASSAY_TEST_MODELS. */
export const benchmark: PerfBenchmark = {
  title: 'Measured times within the forecast range, all models of the test data and real language models, on wasm',
  target: `>= ${100 * minFraction}%`,
  async measure(bench) {
    const data = bench.testData('.');
    const models = process.env['ASSAY_TEST_MODELS'];
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      let profile = await page.evaluate(() => globalThis.lab.deviceProfile());
      const outside: string[] = [];
      const missing: Record<string, string[]> = {};
      const ratios: Record<string, number[]> = {};
      const probes: string[] = [];
      let [inside, all] = [0, 0];
      for (const { name, paths } of [...listModels(data), ...(models ? listLanguageModels(resolve(models)) : [])]) {
        await page.setInputFiles('input', paths);
        const tested = await page.evaluate(
          (profile) => globalThis.lab.testForecasts(globalThis.lab.files(), profile),
          profile,
        );
        profile = tested.profile;
        if (tested.probes > 0) probes.push(`${name}: ${tested.probes} in ${Math.round(tested.probeMs)} ms`);
        for (const test of tested.tests) {
          const row = `${name} (${test.configuration})`;
          if ('missing' in test) {
            (missing[test.missing] ??= []).push(row);
            continue;
          }
          const { measuredMs, expectedMs, lowMs, highMs } = test;
          const ratio = measuredMs / expectedMs;
          const isInside = lowMs <= measuredMs && measuredMs <= highMs;
          const shown = `${row}: ${measuredMs.toPrecision(3)} ms, ${ratio.toFixed(2)} of the forecast`;
          bench.log(`${isInside ? 'inside' : 'outside'} ${shown}, range ${(highMs / lowMs).toFixed(1)}x`);
          (ratios[test.configuration] ??= []).push(ratio);
          all++;
          if (isInside) inside++;
          else outside.push(shown);
        }
      }
      const value = (100 * inside) / all;
      const details = { inside, all, outside, ratios: summarise(ratios), noForecastOrRun: missing, probes, profile };
      return { value, unit: '%', isReached: value >= 100 * minFraction, details };
    } finally {
      await browser.close();
    }
  },
};

const listLanguageModels = (folder: string): NamedModel[] =>
  globSync('*.gguf', { cwd: folder })
    .sort()
    .map((name) => ({ name, paths: [join(folder, name)] }));

/** Minimum, median and maximum ratio of each configuration. */
function summarise(ratios: Readonly<Record<string, readonly number[]>>) {
  return Object.fromEntries(
    Object.entries(ratios).map(([configuration, all]) => {
      const sorted = [...all].sort((a, b) => a - b);
      const at = (share: number) => Number(sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(2));
      return [configuration, { n: sorted.length, least: at(0), median: at(0.5), most: at(1) }];
    }),
  );
}
