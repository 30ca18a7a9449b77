import { liveWorkers } from '../held-bytes.ts';
import { textRuntimeContract } from '../text-contract.ts';
import { wllama } from './index.ts';
import { corruptModels, tinyLlama } from './tiny-llama.ts';

textRuntimeContract({
  runtime: wllama,
  device: 'wasm',
  options: { threads: 2 },
  model: tinyLlama(),
  corrupt: corruptModels(),
  held: liveWorkers(),
  constrains: true,
});
