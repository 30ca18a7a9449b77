import { expect, inject, onTestFinished, test } from 'vitest';
import {
  languageModelMetrics,
  perplexityContext,
  listPerplexityWindows,
  createWindowOutcome,
} from '#metrics/language-model.ts';
import { fetchStoriesModel, fetchTestFile } from '../stories.fixture.ts';
import { ortText } from './index.ts';

/** The relative error of int8 weights. */
const tolerance = 0.02;

test.skipIf(!inject('testData'))(
  'the perplexity of a converted GGUF file is within 2% of a forward pass in NumPy (needs ASSAY_TEST_DATA)',
  async () => {
    const model = {
      id: 'stories.gguf',
      entry: 'stories.gguf',
      files: new Map([['stories.gguf', await fetchStoriesModel()]]),
    };
    const session = await ortText.open(model, { devices: ['wasm'], threads: 1 });
    onTestFinished(() => session.close());
    const words = (await (await fetchTestFile('data-text/wikitext-2-raw-test.txt')).text()).slice(0, 6000);
    const { tokens, startToken } = await session.scores!.tokenise(words);
    // Printed by `scripts/reference-values/perplexity.py`.
    const figures = await fetch(new URL('../../../scripts/reference-values/perplexity.json', import.meta.url));
    const { models } = (await figures.json()) as {
      models: Record<string, { tokens: number; scored: number; perplexity: number }>;
    };
    const expected = models['stories260K.gguf']!;
    expect(1 + tokens.length).toBe(expected.tokens);
    const all = [startToken!, ...tokens];
    const outcomes = [];
    for (const { start, end, scoredFrom } of listPerplexityWindows(all.length, perplexityContext)) {
      const window = [startToken!, ...all.slice(start + 1, end)];
      outcomes.push(createWindowOutcome(await session.scores!.predict(window, scoredFrom - start)));
    }
    expect(outcomes.reduce((sum, outcome) => sum + outcome.tokens, 0)).toBe(expected.scored);
    const perplexity = languageModelMetrics[0]!.compute(outcomes)!;
    expect(Math.abs(perplexity / expected.perplexity - 1)).toBeLessThan(tolerance);
  },
  120_000,
);
