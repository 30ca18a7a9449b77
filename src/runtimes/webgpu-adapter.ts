import type { ErrorFacts } from '#core/errors/error.ts';

/** Finds the reason why WebGPU is unavailable, as facts of an error; `null` if it is available. Never throws. */
export async function findWebgpuFault(): Promise<ErrorFacts | null> {
  if (!('gpu' in navigator)) return { reason: 'no-webgpu' };
  try {
    return (await navigator.gpu.requestAdapter()) ? null : { reason: 'no-gpu-adapter' };
  } catch (thrown) {
    return { why: String(thrown) };
  }
}
