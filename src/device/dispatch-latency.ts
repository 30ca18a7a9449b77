import { median } from '#statistics/quantiles.ts';
import { AppError } from '#core/errors/error.ts';

const emptyShader = '@compute @workgroup_size(1) fn main() {}';

/**
 * Measures the milliseconds from submission to completion of an empty shader on the GPU, the minimum latency of any
 * inference there, as the median of round trips within `budgetMs`.
 * @throws AppError engine-unavailable
 */
export async function measureDispatchMs(budgetMs: number): Promise<number> {
  const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter() : null;
  if (!adapter)
    throw new AppError('engine-unavailable', { engine: 'webgpu', device: 'webgpu', reason: 'no-gpu-adapter' });
  const device = await adapter.requestDevice();
  const module = device.createShaderModule({ code: emptyShader });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const endMs = performance.now() + budgetMs;
  const roundTripsMs: number[] = [];
  await dispatchOnce(device, pipeline); // the first round trip includes the set-up
  while (roundTripsMs.length < 5 || performance.now() < endMs) {
    const startMs = performance.now();
    await dispatchOnce(device, pipeline);
    roundTripsMs.push(performance.now() - startMs);
  }
  device.destroy();
  return median(roundTripsMs);
}

async function dispatchOnce(device: GPUDevice, pipeline: GPUComputePipeline): Promise<void> {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.dispatchWorkgroups(1);
  pass.end();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
}
