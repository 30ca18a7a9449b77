import { median } from '#bench/statistics.ts';
import type { Figure } from './figure.ts';

const rounds = 5;
const sizes = { promptTokens: 32, tokens: 16 };
const minRatio = 0.97;

/**
 * Tokens a second by the engine's own clock, of prompts and of answers: as a benchmark times them, against the library's
 * own completions. The same file, settings and prompts, interleaved (R8), one thread.
 */
export const figure: Figure = {
  title: 'Text benchmark of SmolLM2-135M against bare wllama: the lower ratio of prompt and generation',
  target: `>= ${minRatio} x`,
  async measure(bench) {
    const path = bench.testModel('SmolLM2-135M-Instruct.Q4_1.gguf');
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      await page.setInputFiles('input', path);
      const rates = await page.evaluate(
        async ({ rounds, sizes }) => {
          const { files, startBare, startTextSession } = globalThis.lab;
          const [file] = files();
          const session = startTextSession();
          await session.open(file!, 1);
          const library = startBare();
          await library.openText(file!, 1);
          const turns = {
            ours: async (prompt: string, tokens: number) => {
              const { promptTokens, promptMs, laterTokens, laterMs } = await session.time({
                prompt,
                tokens,
                reuseContext: false,
              });
              return tokens === 1 ? (1000 * promptTokens) / promptMs : (1000 * laterTokens) / laterMs;
            },
            bare: (prompt: string, tokens: number) => library.statedTokensPerS(prompt, tokens),
          };
          const measured = { prompt: { ours: [], bare: [] }, generation: { ours: [], bare: [] } } as Record<
            'prompt' | 'generation',
            Record<'ours' | 'bare', number[]>
          >;
          const takeTurns = async (order: readonly ('ours' | 'bare')[], keep: boolean) => {
            const [prompt, start] = [await session.prompt(sizes.promptTokens), await session.prompt(1)];
            for (const turn of order) {
              const promptRate = await turns[turn](prompt, 1);
              const generationRate = await turns[turn](start, sizes.tokens + 1);
              if (!keep) continue;
              measured.prompt[turn].push(promptRate);
              measured.generation[turn].push(generationRate);
            }
          };
          await takeTurns(['ours', 'bare'], false); // the browser has compiled to its top tier after a turn of seconds
          for (let round = 0; round < rounds; round++) await takeTurns(['ours', 'bare', 'bare', 'ours'], true);
          return measured;
        },
        { rounds, sizes },
      );
      const medians = {
        prompt: { ours: median(rates.prompt.ours), bare: median(rates.prompt.bare) },
        generation: { ours: median(rates.generation.ours), bare: median(rates.generation.bare) },
      };
      const ratios = {
        prompt: medians.prompt.ours / medians.prompt.bare,
        generation: medians.generation.ours / medians.generation.bare,
      };
      const value = Math.min(ratios.prompt, ratios.generation);
      const details = { tokensPerS: medians, ratios, n: rates.prompt.ours.length };
      return { value, unit: 'x', isReached: value >= minRatio, details };
    } finally {
      await browser.close();
    }
  },
};
