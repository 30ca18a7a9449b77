import { test } from 'vitest';
import { findWebgpuFault } from '#runtimes/webgpu-adapter.ts';
import { expectEncoderAgreement } from './encoder-agreement.fixture.ts';

// `npm test` runs all workloads in onnxruntime-web (`src/bench/workloads/workload-references.test.ts`).
test('the encoder on wasm agrees with the stored reference of the native engine', () => expectEncoderAgreement('wasm'));

// A software adapter takes up to 20 s. `npm test` measures smaller models on WebGPU.
test('the encoder on webgpu agrees with the stored reference of the native engine', async ({ skip }) => {
  const fault = await findWebgpuFault();
  if (fault) return skip(fault.reason);
  await expectEncoderAgreement('webgpu');
}, 120_000);
