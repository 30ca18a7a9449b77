import { trackGpuBufferBytes } from '../allocated-bytes.fixture.ts';
import { testTextRuntimeContract } from '../text-contract.fixture.ts';
import { createCorruptDecoders, createCountingDecoder } from './counting-decoder.fixture.ts';
import { ortText } from './index.ts';

const model = await createCountingDecoder();

const bytes = trackGpuBufferBytes();
testTextRuntimeContract({
  runtime: ortText,
  device: 'webgpu',
  model,
  corrupt: createCorruptDecoders(model),
  readAllocated: bytes,
  cacheElementBytes: 4,
  hasContinuation: true,
});
