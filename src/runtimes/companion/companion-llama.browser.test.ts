import { describe } from 'vitest';
import { textRuntimeContract } from '../text-contract.fixture.ts';
import { corruptModels, createCountingLlama } from '../wllama/counting-llama.fixture.ts';
import { createCompanionTextRuntime } from './index.ts';
import { pairPage, findSkipReason } from './paired-companion.fixture.ts';

const skipped = await findSkipReason('llama');
describe.skipIf(skipped)(`llama.cpp of a companion ${skipped}`, async () => {
  textRuntimeContract({
    runtime: createCompanionTextRuntime('llama', { access: await pairPage(), onProgress: () => {} }),
    device: 'cpu',
    options: { threads: 1 },
    model: createCountingLlama(),
    corrupt: corruptModels(),
    held: () => 1, // memory belongs to another process, whose own tests measure it
    cacheElementBytes: 2,
    constrains: true,
    continues: true,
  });
});
