import { median } from '#bench/statistics.ts';
import type { Figure } from './figure.ts';

const rounds = 8;
const maxTokens = 128;
const minRatio = 0.97;

/**
 * Greedy tokens a second, from the page's call to the end of the answer: our text session, which the page pulls from its
 * worker, against the library's own loop inside a worker. The same file and settings, turn and turn about (R8), one thread.
 */
export const figure: Figure = {
  title: 'Tokens a second of our text session against bare wllama',
  target: `>= ${minRatio} x`,
  async measure(bench) {
    const path = bench.testData('gguf/stories260K.gguf');
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      await page.setInputFiles('input', path);
      const { ours, bare } = await page.evaluate(
        async ({ rounds, maxTokens }) => {
          const { files, openTextSession, startBare } = globalThis.lab;
          const prompt = 'Once upon a time';
          const options = { devices: ['wasm'], threads: 1 } as const;
          const subject = { kind: 'files', files: files() } as const;
          const session = await openTextSession({ subject, runtime: 'wllama', options });
          const library = startBare();
          await library.openText(files()[0]!, 1);
          const turns = {
            ours: async () => {
              const startMs = performance.now();
              const answer = session.generate({ prompt, maxTokens, temperature: 0 });
              for (let step = await answer.next(); ; step = await answer.next()) {
                if (step.done) return (1000 * (step.value.tokens ?? Number.NaN)) / (performance.now() - startMs);
              }
            },
            bare: () => library.tokensPerS(prompt, maxTokens),
          };
          const speeds = { ours: [] as number[], bare: [] as number[] };
          const warmUntilMs = performance.now() + 6_000; // R3: both, until the browser has compiled to its top tier
          while (performance.now() < warmUntilMs) {
            await turns.ours();
            await turns.bare();
          }
          for (let round = 0; round < rounds; round++) {
            for (const turn of ['ours', 'bare', 'bare', 'ours'] as const) speeds[turn].push(await turns[turn]());
          }
          session.close();
          return speeds;
        },
        { rounds, maxTokens },
      );
      const value = median(ours) / median(bare);
      const details = { oursTokensPerS: median(ours), bareTokensPerS: median(bare), n: ours.length };
      return { value, unit: 'x', isReached: value >= minRatio, details };
    } finally {
      await browser.close();
    }
  },
};
