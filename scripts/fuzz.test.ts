import { expect, test } from 'vitest';
import type { FormatId } from '#core/model-facts.ts';
import type { Format } from '#formats/format.ts';
import { loadFormat } from '#formats/index.ts';
import { tinyLlama, tinyModels } from '#formats/tiny/models.fixture.ts';
import { fuzzFormat } from './fuzz/fuzz-format.ts';

// A slice of `npm run test:long` and `npm run fuzz`: five seconds for all formats together.
const formats = Object.keys(tinyModels) as FormatId[];

test.each(formats)('the %s reader reads every mutated header or refuses it with an AppError', async (format) => {
  const seeds = tinyModels[format].map((make) => make());
  const limits = { count: Infinity, seconds: 5 / formats.length, seed: 1 };
  const { cases, failures } = await fuzzFormat(await loadFormat(format), seeds, limits);
  expect(failures).toEqual([]);
  expect(cases).toBeGreaterThan(100);
});

const kept: Uint8Array[] = [];
test.each<[string, Format['readFacts'], RegExp]>([
  ['throws what is no AppError', () => Promise.reject(new TypeError('x is undefined')), /TypeError/],
  ['keeps 300 MB', () => Promise.reject(kept.push(new Uint8Array(3e8))), /bytes/],
  [
    'answers nonsense',
    async (...file) => ({ ...(await (await loadFormat('gguf')).readFacts(...file)), parameters: -1 }),
    /sizes -1/,
  ],
])('the fuzzer reports a reader that %s', async (_, readFacts, why) => {
  const reader: Format = { id: 'gguf', matches: () => true, readFacts };
  const { failures } = await fuzzFormat(reader, [tinyLlama()], { count: 20, seconds: 10, seed: 1 });
  kept.length = 0;
  expect(failures.map((failure) => failure.why)).toContainEqual(expect.stringMatching(why));
});
