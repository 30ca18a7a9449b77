import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const rounds = 8;
const maxTokens = 128;
const minRatio = 0.97;

/**
 * Compares the tokens per second of greedy decoding, from the page's call to the end of the answer, of the app's text
 * session, from which the page reads text, and of the library's loop in a worker. Same file and settings, interleaved
 * (R8), one thread.
 */
export const benchmark: PerfBenchmark = {
  title: 'Tokens per second of the app’s text session against plain wllama',
  target: `>= ${minRatio} x`,
  async measure(bench) {
    const path = bench.testData('gguf/stories260K.gguf');
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      await page.setInputFiles('input', path);
      const { app, baseline } = await page.evaluate(
        async ({ rounds, maxTokens }) => {
          const { listInputFiles, openTextSession, startBaseline } = globalThis.lab;
          const prompt = 'Once upon a time';
          const options = { devices: ['wasm'], threads: 1 } as const;
          const subject = { kind: 'files', files: listInputFiles() } as const;
          const session = await openTextSession({ subject, engine: 'wllama', options });
          const library = startBaseline();
          await library.openText(listInputFiles()[0]!, 1);
          const measureSpeed = {
            app: async () => {
              const startMs = performance.now();
              const answer = session.generate({ prompt, maxTokens, temperature: 0 });
              for (let step = await answer.next(); ; step = await answer.next()) {
                if (step.done) return (1000 * (step.value.tokens ?? Number.NaN)) / (performance.now() - startMs);
              }
            },
            baseline: () => library.tokensPerS(prompt, maxTokens),
          };
          const speeds = { app: [] as number[], baseline: [] as number[] };
          const warmUntilMs = performance.now() + 6_000; // R3: until the browser has compiled both with its optimising compiler
          while (performance.now() < warmUntilMs) {
            await measureSpeed.app();
            await measureSpeed.baseline();
          }
          for (let round = 0; round < rounds; round++) {
            for (const name of ['app', 'baseline', 'baseline', 'app'] as const)
              speeds[name].push(await measureSpeed[name]());
          }
          session.close();
          return speeds;
        },
        { rounds, maxTokens },
      );
      const value = median(app) / median(baseline);
      const details = { oursTokensPerS: median(app), bareTokensPerS: median(baseline), n: app.length };
      return { value, unit: 'x', isReached: value >= minRatio, details };
    } finally {
      await browser.close();
    }
  },
};
