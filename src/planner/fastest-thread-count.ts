import type { Engine } from '#core/engine/engines.ts';
import type { DeviceProfile } from './device-profile.ts';

/**
 * Returns the fastest measured number of wasm threads for tensor or text engines, or `null` if not measured or if other
 * work disturbed the measurement.
 */
export function findFastestThreadCount(profile: DeviceProfile, kind: Engine['kind']): number | null {
  if (profile.isDisturbed) return null;
  if (kind === 'tensor') {
    const { gflopsOneThread, gflopsThreads, threads } = profile;
    if (gflopsOneThread === null || gflopsThreads === null) return null;
    return gflopsThreads > gflopsOneThread ? threads : 1;
  }
  const { textKernels = [] } = profile;
  const type = textKernels.find(({ threads }) => threads > 1)?.type;
  const comparable = textKernels.filter((kernel) => kernel.type === type);
  if (comparable.length < 2) return null;
  return comparable.reduce((best, kernel) => (sumMs(kernel) < sumMs(best) ? kernel : best)).threads;
}

const sumMs = ({ promptMs, generationMs }: { readonly promptMs: number; readonly generationMs: number }): number =>
  promptMs + generationMs;
