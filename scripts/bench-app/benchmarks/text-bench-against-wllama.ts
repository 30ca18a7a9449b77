import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const rounds = 5;
const sizes = { promptTokens: 32, tokens: 16 };
const minRatio = 0.97;

/**
 * Compares the tokens per second of prompts and generation, by the engine's timings, in a benchmark and in the
 * library's completions. Same file, settings and prompts, interleaved (R8), one thread.
 */
export const benchmark: PerfBenchmark = {
  title: 'Text benchmark of SmolLM2-135M against plain wllama: the lower ratio of prompt and generation',
  target: `>= ${minRatio} x`,
  async measure(bench) {
    const path = bench.testModel('SmolLM2-135M-Instruct.Q4_1.gguf');
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      await page.setInputFiles('input', path);
      const rates = await page.evaluate(
        async ({ rounds, sizes }) => {
          const { listInputFiles, startBaseline, startTextSession } = globalThis.lab;
          const [file] = listInputFiles();
          const session = startTextSession();
          await session.open(file!, 1);
          const library = startBaseline();
          await library.openText(file!, 1);
          const measureRate = {
            app: async (prompt: string, tokens: number) => {
              const { promptTokens, promptMs, decodeTokens, decodeMs } = await session.time({
                prompt,
                tokens,
                reuseContext: false,
              });
              return tokens === 1 ? (1000 * promptTokens) / promptMs : (1000 * decodeTokens) / decodeMs;
            },
            baseline: (prompt: string, tokens: number) => library.reportedTokensPerS(prompt, tokens),
          };
          const measured = { prompt: { app: [], baseline: [] }, generation: { app: [], baseline: [] } } as Record<
            'prompt' | 'generation',
            Record<'app' | 'baseline', number[]>
          >;
          const runInterleaved = async (order: readonly ('app' | 'baseline')[], isMeasured: boolean) => {
            const [prompt, start] = [await session.prompt(sizes.promptTokens), await session.prompt(1)];
            for (const name of order) {
              const promptRate = await measureRate[name](prompt, 1);
              const generationRate = await measureRate[name](start, sizes.tokens + 1);
              if (!isMeasured) continue;
              measured.prompt[name].push(promptRate);
              measured.generation[name].push(generationRate);
            }
          };
          await runInterleaved(['app', 'baseline'], false); // takes seconds, in which the browser's optimising compiler finishes
          for (let round = 0; round < rounds; round++)
            await runInterleaved(['app', 'baseline', 'baseline', 'app'], true);
          return measured;
        },
        { rounds, sizes },
      );
      const medians = {
        prompt: { ours: median(rates.prompt.app), bare: median(rates.prompt.baseline) },
        generation: { ours: median(rates.generation.app), bare: median(rates.generation.baseline) },
      };
      const ratios = {
        prompt: medians.prompt.ours / medians.prompt.bare,
        generation: medians.generation.ours / medians.generation.bare,
      };
      const value = Math.min(ratios.prompt, ratios.generation);
      const details = { tokensPerS: medians, ratios, n: rates.prompt.app.length };
      return { value, unit: 'x', isReached: value >= minRatio, details };
    } finally {
      await browser.close();
    }
  },
};
