import { devices } from '#core/engine/engines.ts';
import type { Version } from '../deployment.ts';
import type { FaultId } from './measure-recovery.ts';

/** Why a failure cannot be caused here. */
export type FaultObstacle = 'not-on-gpu' | 'not-in-companion' | 'in-companion';

/** Why a version cannot be made to fail in this way in a page; `null` if it can. */
export function findObstacle(
  fault: FaultId,
  { engine, device }: Pick<Version, 'engine' | 'device'>,
): FaultObstacle | null {
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
