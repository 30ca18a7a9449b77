import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const rounds = 2;
/** The numbers of prompt tokens and of generated tokens. */
const promptTokens = 379;
const tokens = 33;
const warmUpTokens = 32;

/** The minimum speed-ups over wllama, by number of threads. */
const targets = [
  { threads: 1, prompt: 3, generation: 1.7 },
  { threads: 2, prompt: 2.4, generation: 1.4 },
] as const;

/**
 * Compares the tokens per second of the same GGUF file and prompt on onnxruntime-web, converted by the app's engine,
 * and on the library wllama, each in a separate worker, by the times that both report. Interleaved (R8), after a short
 * unmeasured run.
 */
export const benchmark: PerfBenchmark = {
  title: 'SmolLM2-135M on onnxruntime-web against bare wllama: the lowest ratio, as a part of its target',
  target: '>= 1 x',
  async measure(bench) {
    const path = bench.testModel('SmolLM2-135M-Instruct.Q4_1.gguf');
    const browser = await bench.launch();
    try {
      const details: Record<string, unknown> = {};
      let value = Infinity;
      for (const target of targets) {
        const page = await bench.openLab(browser);
        await page.setInputFiles('input', path);
        const rates = await page.evaluate(
          async ({ threads, rounds, promptTokens, tokens, warmUpTokens }) => {
            const { listInputFiles, startBaseline, startTextSession } = globalThis.lab;
            const [file] = listInputFiles();
            const session = startTextSession();
            await session.open(file!, threads, 'ort-text');
            const library = startBaseline();
            await library.openText(file!, threads);
            const rates = {
              ours: async (prompt: string, tokens: number) => {
                const times = await session.time({ prompt, tokens, reuseContext: false });
                return {
                  promptTokens: times.promptTokens,
                  promptPerS: (1000 * times.promptTokens) / times.promptMs,
                  generationPerS: (1000 * times.decodeTokens) / times.decodeMs,
                };
              },
              bare: (prompt: string, tokens: number) => library.reportedRates(prompt, tokens),
            };
            type Rates = Awaited<ReturnType<typeof rates.ours>>;
            const samples: Record<keyof typeof rates, Rates[]> = { ours: [], bare: [] };
            for (let round = 0; round <= rounds; round++) {
              const prompt = await session.prompt(round > 0 ? promptTokens : warmUpTokens);
              for (const name of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
                const measuredRates = await rates[name](prompt, round > 0 ? tokens : 2);
                if (round > 0) samples[name].push(measuredRates);
              }
            }
            return samples;
          },
          { threads: target.threads, rounds, promptTokens, tokens, warmUpTokens },
        );
        await page.close();
        const medianRatio = (rate: 'promptPerS' | 'generationPerS') => {
          const [ours, bare] = [rates.ours, rates.bare].map((all) => median(all.map((entry) => entry[rate])));
          return { ours: ours!, bare: bare!, ratio: ours! / bare! };
        };
        const [prompt, generation] = [medianRatio('promptPerS'), medianRatio('generationPerS')];
        value = Math.min(value, prompt.ratio / target.prompt, generation.ratio / target.generation);
        const tokenCounts = [rates.ours[0]?.promptTokens, rates.bare[0]?.promptTokens];
        details[`threads-${target.threads}`] = { prompt, generation, promptTokens: tokenCounts, n: rounds };
      }
      return { value, unit: 'x', isReached: value >= 1, details };
    } finally {
      await browser.close();
    }
  },
};
