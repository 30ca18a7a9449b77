import type { DeviceProfile } from '../device-profile.ts';

/** The values of a device check link that a profile needs, by their names in the link. */
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
const softwareGpuPattern = /swiftshader|llvmpipe|lavapipe|software|warp/i;

/**
 * Creates the profile of a device from a shared link to its check. Speeds are those of `measureProfile`; memory is not
 * in the link.
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
            software: softwareGpuPattern.test(gpu),
            dispatchMs: dispatchMs ?? null,
          },
    copyBytesPerS: copyGBs === undefined ? null : copyGBs * 1e9,
    heapBytes: null,
    gpuBytes: null,
  };
}
