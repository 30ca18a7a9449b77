import { generatesText, type Target } from '#core/engine/engines.ts';
import { companion } from '../companion/companion.svelte.ts';
import { listOfferedTargets } from '../companion/offered-targets.ts';
import { isDevicePresent } from '../device/device-facts.svelte.ts';
import type { MeasuredTarget } from './time-models.ts';

/** Lists the targets on which a model and its result are measured, the default first. */
export function listMeasuredTargets(): readonly [MeasuredTarget, ...MeasuredTarget[]] {
  const page = { host: 'page', engine: 'ort' } as const;
  const targets: MeasuredTarget[] = [];
  if (globalThis.crossOriginIsolated) targets.push({ ...page, device: 'wasm', threads: 1 });
  if (isDevicePresent('webgpu')) targets.push({ ...page, device: 'webgpu' });
  const native = listOfferedTargets('ort', companion.engines).filter(isTensorTarget);
  return [{ ...page, device: 'wasm' }, ...targets, ...native];
}

function isTensorTarget(target: Target): target is MeasuredTarget {
  return !generatesText(target.engine);
}
