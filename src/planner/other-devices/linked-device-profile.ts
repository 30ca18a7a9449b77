import type { DeviceProfile } from '../device-profile.ts';

/** The values in a link to a device check that a profile is made from, by their names in the link. */
interface LinkedDevice {
  readonly gpu: string;
  readonly threads?: number;
  readonly oneThreadGflops?: number;
  readonly threadsGflops?: number;
  readonly gpuGflops?: number;
  readonly gpuHalfGflops?: number;
  readonly copyGBs?: number;
  readonly dispatchMs?: number;
}

/** Names of adapters that are emulated on the CPU. */
const softwareGpu = /swiftshader|llvmpipe|lavapipe|software|warp/i;

/**
 * The profile of a device whose check was shared as a link. Its measured speeds are those of `measureProfile`; its
 * memory is not in the link.
 */
export function toLinkedProfile(link: LinkedDevice): DeviceProfile {
  const { gpu, threads = 1, gpuGflops, dispatchMs, copyGBs } = link;
  return {
    threads,
    gflopsOneThread: link.oneThreadGflops ?? null,
    gflopsThreads: link.threadsGflops ?? null,
    gpu:
      gpu === 'none'
        ? null
        : {
            gflops: gpuGflops ?? null,
            hasHalf: link.gpuHalfGflops !== undefined,
            software: softwareGpu.test(gpu),
            dispatchMs: dispatchMs ?? null,
          },
    copyBytesPerS: copyGBs === undefined ? null : copyGBs * 1e9,
    heapBytes: null,
    gpuBytes: null,
  };
}
