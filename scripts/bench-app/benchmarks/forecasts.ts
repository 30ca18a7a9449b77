import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { listModels, type NamedModel } from '../harness/test-models.ts';

const minFraction = 0.85;

/**
 * Tests the forecasts of every model of the test data that an engine can open, and of the language models in
 * ASSAY_TEST_MODELS.
 */
export const benchmark: PerfBenchmark = {
  title: 'Measured times within the forecast range, all models of the test data and real language models, on wasm',
  target: `>= ${100 * minFraction}%`,
  async measure(bench) {
    const data = bench.testData('.');
    const testModels = process.env['ASSAY_TEST_MODELS'];
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      let profile = await page.evaluate(() => globalThis.lab.measureDeviceProfile());
      const outside: string[] = [];
      const missing: Record<string, string[]> = {};
      const ratios: Record<string, number[]> = {};
      const probes: string[] = [];
      let [insideCount, count] = [0, 0];
      for (const { name, paths } of [
        ...listModels(data),
        ...(testModels ? listLanguageModels(resolve(testModels)) : []),
      ]) {
        await page.setInputFiles('input', paths);
        const tested = await page.evaluate(
          (profile) => globalThis.lab.testForecasts(globalThis.lab.listInputFiles(), profile),
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
          const description = `${row}: ${measuredMs.toPrecision(3)} ms, ${ratio.toFixed(2)} of the forecast`;
          bench.log(`${isInside ? 'inside' : 'outside'} ${description}, range ${(highMs / lowMs).toFixed(1)}x`);
          (ratios[test.configuration] ??= []).push(ratio);
          count++;
          if (isInside) insideCount++;
          else outside.push(description);
        }
      }
      const value = (100 * insideCount) / count;
      const details = {
        inside: insideCount,
        all: count,
        outside,
        ratios: summarise(ratios),
        noForecastOrRun: missing,
        probes,
        profile,
      };
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

/** Computes the minimum, median and maximum ratio of each configuration. */
function summarise(ratios: Readonly<Record<string, readonly number[]>>) {
  return Object.fromEntries(
    Object.entries(ratios).map(([configuration, all]) => {
      const sorted = [...all].sort((a, b) => a - b);
      const getQuantile = (fraction: number) => Number(sorted[Math.floor(fraction * (sorted.length - 1))]?.toFixed(2));
      return [configuration, { n: sorted.length, min: getQuantile(0), median: getQuantile(0.5), max: getQuantile(1) }];
    }),
  );
}
