import { describe } from 'vitest';
import { testTextRuntimeContract } from '../text-contract.fixture.ts';
import { createCorruptModels, createCountingLlama } from '../wllama/counting-llama.fixture.ts';
import { createCompanionTextRuntime } from './index.ts';
import { pairPage, findSkipReason } from './paired-companion.fixture.ts';

const skipReason = await findSkipReason('llama');
describe.skipIf(skipReason)(`llama.cpp of a companion ${skipReason}`, async () => {
  testTextRuntimeContract({
    runtime: createCompanionTextRuntime('llama', { access: await pairPage(), onProgress: () => {} }),
    device: 'cpu',
    options: { threads: 1 },
    model: createCountingLlama(),
    corrupt: createCorruptModels(),
    readAllocated: () => 1, // the memory belongs to another process, which has its own leak tests
    cacheElementBytes: 2,
    hasContinuation: true,
  });
});
