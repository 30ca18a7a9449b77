import { gpuBufferBytes } from '../allocated-bytes.fixture.ts';
import { textRuntimeContract } from '../text-contract.fixture.ts';
import { corruptDecoders, countingDecoder } from './counting-decoder.fixture.ts';
import { ortText } from './index.ts';

const model = await countingDecoder();

const bytes = gpuBufferBytes();
textRuntimeContract({
  runtime: ortText,
  device: 'webgpu',
  model,
  corrupt: corruptDecoders(model),
  held: bytes,
  cacheElementBytes: 4,
  constrains: false,
  continues: true,
});
