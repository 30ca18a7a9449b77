import { expect, inject, onTestFinished, test } from 'vitest';
import {
  languageModelMetrics,
  perplexityContext,
  listPerplexityWindows,
  createWindowOutcome,
} from '#metrics/language-model.ts';
import { wllama } from './index.ts';

const testData = inject('testData');

/** Printed by `scripts/reference-values/perplexity.py`. */
interface ReferenceFigures {
  readonly models: Readonly<
    Record<string, { tokens: number; scored: number; perplexity: number; firstTopTokens: readonly number[] }>
  >;
}

test.skipIf(!testData)(
  'the perplexity of a text equals that of a forward pass in NumPy (needs ASSAY_TEST_DATA)',
  async () => {
    const path = 'gguf/stories260K.gguf';
    const files = new Map([[path, await (await fetch(`/@fs${testData}/${path}`)).blob()]]);
    const session = await wllama.open({ id: path, entry: path, files }, { devices: ['wasm'], threads: 1 });
    onTestFinished(() => session.close());
    const words = (await (await fetch(`/@fs${testData}/data-text/wikitext-2-raw-test.txt`)).text()).slice(0, 6000);
    const { tokens, startToken } = await session.scores!.tokenise(words);
    const figures = await fetch(new URL('../../../scripts/reference-values/perplexity.json', import.meta.url));
    const expected = ((await figures.json()) as ReferenceFigures).models['stories260K.gguf']!;
    expect(1 + tokens.length).toBe(expected.tokens);
    const all = [startToken!, ...tokens];
    const outcomes = [];
    for (const { start, end, scoredFrom } of listPerplexityWindows(all.length, perplexityContext)) {
      const window = [startToken!, ...all.slice(start + 1, end)];
      outcomes.push(createWindowOutcome(await session.scores!.predict(window, scoredFrom - start)));
    }
    expect(outcomes.reduce((sum, outcome) => sum + outcome.tokens, 0)).toBe(expected.scored);
    expect(outcomes[0]!.topTokens.slice(0, 16)).toEqual(expected.firstTopTokens);
    // llama.cpp computes attention in float16.
    const perplexity = languageModelMetrics[0]!.compute(outcomes)!;
    expect(Math.abs(perplexity / expected.perplexity - 1)).toBeLessThan(0.002);
  },
  120_000,
);
