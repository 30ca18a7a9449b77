import { expect, test } from 'vitest';
import { fuzzSteps } from '../../scripts/optimise-tests/fuzz-steps.fixture.ts';
import { ortSkipReason } from '../../scripts/optimise-tests/native-ort.fixture.ts';

// Samples the cases of fuzz-steps.long.test.ts.
test.skipIf(ortSkipReason !== '')(
  `passes and schemes leave 150 mutated graphs valid, or reject them${ortSkipReason}`,
  async () => {
    const { rewritten, failures } = await fuzzSteps(0, 150);
    expect(failures).toEqual([]);
    expect(rewritten).toBeGreaterThan(15);
  },
);
