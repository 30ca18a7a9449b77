import { liveWorkers } from '../allocated-bytes.fixture.ts';
import { textRuntimeContract } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';
import { corruptModels, createCountingLlama } from './counting-llama.fixture.ts';

textRuntimeContract({
  runtime: wllama,
  device: 'wasm',
  options: { threads: 2 },
  model: createCountingLlama(),
  corrupt: corruptModels(),
  held: liveWorkers(),
  cacheElementBytes: 2,
  constrains: true,
  continues: true,
});
