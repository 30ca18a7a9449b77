import { expect, test } from 'vitest';
import type { FormatId } from '#core/model/model-facts.ts';
import type { Format } from '#formats/format.ts';
import { loadFormat } from '#formats/index.ts';
import { createTinyLlama, modelCreatorsByFormat } from '#formats/tiny/models.fixture.ts';
import { fuzzFormat } from './fuzz/fuzz-format.ts';

// A short version of `npm run test:long` and `npm run fuzz`. The limit in seconds only ends a reader that hangs.
const formats = Object.keys(modelCreatorsByFormat) as FormatId[];

test.each(formats)('the %s reader reads every mutated header or rejects it with an AppError', async (format) => {
  const seeds = modelCreatorsByFormat[format].map((make) => make());
  const limits = { count: 500, seconds: 60, seed: 1 };
  const { cases, failures } = await fuzzFormat(await loadFormat(format), seeds, limits);
  expect(failures).toEqual([]);
  expect(cases).toBe(500);
});

const retained: Uint8Array[] = [];
test.each<[string, Format['readFacts'], RegExp]>([
  ['throws an error that is not an AppError', () => Promise.reject(new TypeError('x is undefined')), /TypeError/],
  ['retains 300 MB', () => Promise.reject(retained.push(new Uint8Array(3e8))), /bytes/],
  [
    'returns impossible facts',
    async (...file) => ({ ...(await (await loadFormat('gguf')).readFacts(...file)), parameters: -1 }),
    /sizes -1/,
  ],
])('the fuzzer reports a reader that %s', async (_, readFacts, why) => {
  const reader: Format = { id: 'gguf', matches: () => true, readFacts };
  const { failures } = await fuzzFormat(reader, [createTinyLlama()], { count: 20, seconds: 10, seed: 1 });
  retained.length = 0;
  expect(failures.map((failure) => failure.why)).toContainEqual(expect.stringMatching(why));
});
