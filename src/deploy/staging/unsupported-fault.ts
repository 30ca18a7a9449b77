import { devices } from '#core/engine/engines.ts';
import type { Version } from '../deployment.ts';
import type { FaultId } from './measure-recovery.ts';

/** Why a page cannot cause a failure for a version. */
export type UnsupportedFaultReason = 'not-on-gpu' | 'not-in-companion' | 'in-companion';

/** Returns why a page cannot make this version fail in this way; `null` if it can. */
export function findUnsupportedReason(
  fault: FaultId,
  { engine, device }: Pick<Version, 'engine' | 'device'>,
): UnsupportedFaultReason | null {
  const isInCompanion = devices[device].host === 'companion';
  switch (fault) {
    case 'gpu-lost':
      return engine === 'ort' && device === 'webgpu' ? null : 'not-on-gpu';
    case 'network-cut':
      return isInCompanion ? 'in-companion' : null;
    case 'companion-killed':
      return isInCompanion ? null : 'not-in-companion';
    case 'worker-killed':
    case 'storage-full':
      return null;
  }
}
