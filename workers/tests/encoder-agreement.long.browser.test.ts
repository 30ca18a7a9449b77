import { test } from 'vitest';
import { webgpuMissing } from '#runtimes/webgpu-adapter.ts';
import { expectEncoderAgreement } from './encoder-agreement.fixture.ts';

// A software adapter takes up to 20 s; `npm test` measures smaller models on WebGPU.
test('the encoder on webgpu agrees with the stored reference of the native engine', async ({ skip }) => {
  const missing = await webgpuMissing();
  if (missing) return skip(missing.reason);
  await expectEncoderAgreement('webgpu');
}, 120_000);
