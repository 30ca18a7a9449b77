import { describe } from 'vitest';
import { textRuntimeContract } from '../text-contract.fixture.ts';
import { corruptModels, countingLlama } from '../wllama/counting-llama.fixture.ts';
import { companionTextRuntime } from './index.ts';
import { pairPage, whySkipped } from './paired-companion.fixture.ts';

const skipped = await whySkipped('llama');
describe.skipIf(skipped)(`llama.cpp of a companion ${skipped}`, async () => {
  textRuntimeContract({
    runtime: companionTextRuntime('llama', { access: await pairPage(), onProgress: () => {} }),
    device: 'cpu',
    options: { threads: 1 },
    model: countingLlama(),
    corrupt: corruptModels(),
    held: () => 1, // memory belongs to another process, whose own tests measure it
    cacheElementBytes: 2,
    constrains: true,
    continues: true,
  });
});
