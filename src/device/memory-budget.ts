import { AppError } from '#core/errors/error.ts';

const MiB = 2 ** 20;
const pageBytes = 65_536;
const heapStepPages = (128 * MiB) / pageBytes;
const gpuStepBytes = 256 * MiB;

/**
 * Memory budgets of a page on phones and tablets, where an excessive allocation ends the tab instead of failing. The
 * values are from the webgpu-bench project; for iOS, the lower of the budgets for iPhone and iPad, because a page
 * cannot reliably distinguish them.
 */
export const mobileBudgets: Readonly<Record<'iOS' | 'Android', { heapBytes: number; gpuBytes: number }>> = {
  iOS: { heapBytes: 450 * MiB, gpuBytes: 700 * MiB },
  Android: { heapBytes: 800 * MiB, gpuBytes: 1500 * MiB },
};

/**
 * Grows a wasm memory in steps until growth fails, and returns its size in bytes. Its pages are never written, so
 * they are only reserved and use no physical memory; it is freed with the worker.
 * @param maxBytes the size to stop at; wasm has a limit of 4 GiB
 */
export function growHeap(maxBytes: number): number {
  const maxPages = Math.min(65_536, Math.floor(maxBytes / pageBytes));
  // Shared if possible, as in engines with threads. A shared memory declares its maximum size in advance.
  const shared = globalThis.crossOriginIsolated && typeof SharedArrayBuffer === 'function';
  let pages = 1;
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: maxPages, shared });
    while (pages < maxPages) {
      const stepPages = Math.min(heapStepPages, maxPages - pages);
      memory.grow(stepPages);
      pages += stepPages;
    }
  } catch {
    // Growth failed: `pages` is the result.
  }
  return pages * pageBytes;
}

/**
 * Allocates GPU buffers in steps until an allocation fails or `maxBytes` is reached, and frees them.
 * @returns the number of allocated bytes
 * @throws AppError engine-unavailable
 */
export async function allocateOnGpu(maxBytes: number): Promise<number> {
  const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter() : null;
  if (!adapter)
    throw new AppError('engine-unavailable', { engine: 'webgpu', device: 'webgpu', reason: 'no-gpu-adapter' });
  const { maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize } });
  const buffers: GPUBuffer[] = [];
  const lost = device.lost.then(() => 'lost' as const);
  try {
    let bytes = 0;
    while (bytes < maxBytes) {
      const size = Math.min(gpuStepBytes, maxBufferSize, maxBytes - bytes);
      device.pushErrorScope('out-of-memory');
      device.pushErrorScope('validation');
      buffers.push(device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST }));
      const errors = await Promise.race([lost, Promise.all([device.popErrorScope(), device.popErrorScope()])]);
      if (errors === 'lost' || errors.some((error) => error !== null)) break;
      bytes += size;
    }
    return bytes;
  } finally {
    for (const buffer of buffers) buffer.destroy();
    device.destroy();
  }
}
