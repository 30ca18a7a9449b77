import { AppError } from '#core/error.ts';

const MiB = 2 ** 20;
const pageBytes = 65_536;
const heapStepPages = (128 * MiB) / pageBytes;
const gpuStepBytes = 256 * MiB;

/**
 * What a page may take on phones and tablets, where an allocation beyond the memory ends the tab instead of failing.
 * The budgets of the webgpu-bench project; for iOS the smaller of those of iPhone and iPad, which a page cannot tell
 * apart for sure.
 */
export const mobileBudgets: Readonly<Record<'iOS' | 'Android', { heapBytes: number; gpuBytes: number }>> = {
  iOS: { heapBytes: 450 * MiB, gpuBytes: 700 * MiB },
  Android: { heapBytes: 800 * MiB, gpuBytes: 1500 * MiB },
};

/**
 * Grows a wasm memory step by step until the browser refuses, and returns its size in bytes. Its pages are never
 * written, so they are reserved and take no memory; it is freed with the worker.
 * @param maxBytes where to stop; wasm itself stops at 4 GiB
 */
export function growHeap(maxBytes: number): number {
  const maxPages = Math.min(65_536, Math.floor(maxBytes / pageBytes));
  // Shared where that is allowed, as in engines with threads: such a memory states its largest size beforehand.
  const shared = globalThis.crossOriginIsolated && typeof SharedArrayBuffer === 'function';
  let pages = 1;
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: maxPages, shared });
    while (pages < maxPages) {
      const step = Math.min(heapStepPages, maxPages - pages);
      memory.grow(step);
      pages += step;
    }
  } catch {
    // Refused: `pages` is the result.
  }
  return pages * pageBytes;
}

/**
 * Allocates GPU buffers step by step until one is refused or `maxBytes` are reached, and frees them.
 * @returns the bytes that could be allocated
 * @throws AppError runtime-unavailable
 */
export async function allocateOnGpu(maxBytes: number): Promise<number> {
  const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter() : null;
  if (!adapter)
    throw new AppError('runtime-unavailable', { runtime: 'webgpu', device: 'webgpu', reason: 'no-gpu-adapter' });
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
      const refusals = await Promise.race([lost, Promise.all([device.popErrorScope(), device.popErrorScope()])]);
      if (refusals === 'lost' || refusals.some((refusal) => refusal !== null)) break;
      bytes += size;
    }
    return bytes;
  } finally {
    for (const buffer of buffers) buffer.destroy();
    device.destroy();
  }
}
