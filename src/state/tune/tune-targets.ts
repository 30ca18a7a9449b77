import { InspectHandle } from '#bridge/inspect-handle.ts';
import { buildSettings } from '#core/engine/engine-settings.ts';
import type { Subject } from '#core/model/model.ts';
import { getCompanionName } from '#core/model/model-id.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { Recommendation } from '#planner/recommend.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import { listThreadCounts, type TunedTarget } from '#tune/list-trials.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import type { AvailableTarget } from '../targets/target-list.ts';

/** Adds the thread counts that tuning tries on each target; only CPU targets have threads. */
export function toTunedTargets(available: readonly AvailableTarget[], threads: number): readonly TunedTarget[] {
  return available.map(({ host, engine, device, provider }) => ({
    host,
    engine,
    device,
    threads:
      device === 'wasm' ? listThreadCounts(threads) : device === 'cpu' ? [null, ...listThreadCounts(threads)] : [null],
    settings: buildSettings((id) => (id === 'provider' ? provider : undefined)),
  }));
}

/**
 * Forecasts a model on this device; `null` if the profile was disturbed or the header cannot be read, in which case
 * every target is tried.
 */
export async function readForecasts(
  subject: Subject,
  profile: DeviceProfile,
  sizes: Dimensions,
  signal: AbortSignal,
): Promise<Recommendation | null> {
  if (profile.isDisturbed) return null;
  const inspector = new InspectHandle();
  try {
    if (!(await readHeader(inspector, subject, sizes, signal))) return null;
    return await inspector.recommend(profile, {});
  } catch {
    signal.throwIfAborted();
    return null; // opening the model reports its error
  } finally {
    inspector.close();
  }
}

async function readHeader(inspector: InspectHandle, subject: Subject, sizes: Dimensions, signal: AbortSignal) {
  if (subject.kind === 'workload') return inspector.readWorkload(subject.id);
  if (subject.kind === 'files') return inspector.readFiles(subject.files, { sizes, signal });
  const { id } = subject;
  const bundled = bundledModels.find((model) => model.id === id);
  if (bundled)
    return inspector.readAddress(new URL(`models/${id}/${bundled.entry}`, document.baseURI).href, { signal });
  const files = getCompanionName(id) === null ? await storedModels.loadFiles(id) : null;
  return files && inspector.readFiles(files, { sizes, signal });
}
