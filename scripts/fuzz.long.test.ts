import { expect, test } from 'vitest';
import type { FormatId } from '#core/model/model-facts.ts';
import { loadFormat } from '#formats/index.ts';
import { modelCreatorsByFormat } from '#formats/tiny/models.fixture.ts';
import { fuzzFormat } from './fuzz/fuzz-format.ts';

test.each(Object.keys(modelCreatorsByFormat) as FormatId[])(
  'the %s reader reads 20,000 mutated headers or rejects them with an AppError',
  async (format) => {
    const seeds = modelCreatorsByFormat[format].map((make) => make());
    const limits = { count: 20_000, seconds: 300, seed: 2 };
    const { cases, failures } = await fuzzFormat(await loadFormat(format), seeds, limits);
    expect(failures).toEqual([]);
    expect(cases).toBe(20_000);
  },
  320_000,
);
