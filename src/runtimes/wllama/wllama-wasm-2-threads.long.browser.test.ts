import { trackLiveWorkers } from '../allocated-bytes.fixture.ts';
import { testTextRuntimeContract } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';
import { createCorruptModels, createCountingLlama } from './counting-llama.fixture.ts';

testTextRuntimeContract({
  runtime: wllama,
  device: 'wasm',
  options: { threads: 2 },
  model: createCountingLlama(),
  corrupt: createCorruptModels(),
  readAllocated: trackLiveWorkers(),
  cacheElementBytes: 2,
  hasContinuation: true,
});
