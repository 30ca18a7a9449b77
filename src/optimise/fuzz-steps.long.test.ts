import { expect, test } from 'vitest';
import { fuzzSteps } from '../../scripts/optimise-tests/fuzz-steps.fixture.ts';
import { ortSkipReason } from '../../scripts/optimise-tests/native-ort.fixture.ts';

test.skipIf(ortSkipReason !== '')(
  `passes and schemes leave 20,000 mutated graphs valid, or reject them${ortSkipReason}`,
  async () => {
    const { rewritten, failures } = await fuzzSteps(1000, 20_000);
    expect(failures).toEqual([]);
    expect(rewritten).toBeGreaterThan(4000);
  },
  900_000,
);
