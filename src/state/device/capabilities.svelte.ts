import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { WorkloadId } from '#core/model/model.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import type { Fit } from '#planner/fit.ts';
import type { Forecast } from '#planner/forecast-result.ts';
import { toDeviceProfile } from '#device/measure-profile.ts';
import { listForecastChecks } from '#records/forecast-records.ts';
import { listRunTimesMs } from '#records/run-times.ts';
import { median } from '#statistics/quantiles.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { catalogueWeights } from '../picker/model-ratings.svelte.ts';
import { cachedDeviceProfile } from './cached-device-profile.svelte.ts';
import type { DeviceReport } from './device-report.ts';

export type CapabilityId = 'chat' | 'detection' | 'classification' | 'embedding';

/** A use of models on this device, with the forecast of its rate. */
export interface Capability {
  readonly id: CapabilityId;
  readonly verdict: 'pending' | 'yes' | 'slow' | 'no' | 'not-measured' | 'disturbed';
  /** Tokens, images or texts per second; `null` if not measured, or if the model does not fit. */
  readonly perS: { readonly expected: number; readonly low: number; readonly high: number } | null;
  /** The number of runs on the Run page that `perS` was measured with; `null` for a forecast. */
  readonly measuredRuns: number | null;
}

/** Minimum rates for “yes”: reading speed, a live camera, and results without a noticeable wait. */
const minPerS: Readonly<Record<CapabilityId, number>> = {
  chat: 10,
  detection: 30,
  classification: 10,
  embedding: 10,
};
/** Below this fraction of the minimum rate, the answer is “no”. Heuristic, like the rates. */
const slowFraction = 0.1;

/** The minimum number of runs for a median. Heuristic. */
const minMeasuredRuns = 3;

/** Models that represent typical uses; each is bundled, in the catalogue, or a standard workload. */
const chatModel = 'llama-3.2-1b-gguf';
const detector = 'centernet';
const workloads: readonly (readonly [CapabilityId, WorkloadId])[] = [
  ['classification', 'conv'],
  ['embedding', 'encoder'],
];

const pending = (Object.keys(minPerS) as CapabilityId[]).map((id): Capability => ({
  id,
  verdict: 'pending',
  perS: null,
  measuredRuns: null,
}));

/** Forecasts which uses this device supports, from its measured speeds. */
export class Capabilities {
  list = $state.raw<readonly Capability[]>(pending);
  isMeasuring = $state(false);
  readonly #pageController = new AbortController();

  /** Call this when the page is left. */
  close(): void {
    this.#pageController.abort();
  }

  /** Resets all verdicts, because a new check has started. */
  clear(): void {
    this.list = pending;
  }

  /**
   * Computes the capabilities from the speeds of a check, and adds each to `list` when it is computed. If one fails,
   * the others are still computed.
   * @throws AppError the error of the first that failed
   */
  async load({ facts, speeds, isDisturbed = false }: DeviceReport): Promise<void> {
    const cached = cachedDeviceProfile.profile;
    const { heapBytes, gpuBytes } = cached ?? { heapBytes: null, gpuBytes: null };
    const profile = { ...toDeviceProfile(facts, speeds, { heapBytes, gpuBytes }), isDisturbed };
    const chatProfile = {
      ...profile,
      textKernels: cached?.textKernels ?? [],
      isDisturbed: isDisturbed || (cached?.isDisturbed ?? false),
    };
    const inspector = new InspectHandle();
    const failures: unknown[] = [];
    const addCapability = async (id: CapabilityId, rate: () => Promise<ModelRating>, measured: DeviceProfile) => {
      const rated = await rate().catch((error: unknown) => {
        failures.push(error);
        return null;
      });
      if (this.#pageController.signal.aborted) return;
      const answered = rateMeasured(id) ?? rateCapability(id, rated, measured);
      this.list = this.list.map((earlier) => (earlier.id === id ? answered : earlier));
    };
    const rateInspected = async (opened: Promise<unknown>): Promise<ModelRating> => {
      await opened;
      const earlier = await listForecastChecks();
      return findFastest((await inspector.recommend(profile, { earlier })).candidates);
    };
    try {
      await addCapability('chat', () => rateChat(inspector, chatProfile), chatProfile);
      const { entry = '' } = bundledModels.find(({ id }) => id === detector) ?? {};
      const address = new URL(`models/${detector}/${entry}`, document.baseURI).href;
      await addCapability('detection', () => rateInspected(inspector.readAddress(address)), profile);
      for (const [id, workload] of workloads) {
        await addCapability(id, () => rateInspected(inspector.readWorkload(workload)), profile);
      }
    } finally {
      inspector.close();
    }
    if (failures.length > 0 && !this.#pageController.signal.aborted) throw failures[0];
  }

  /**
   * Measures the matrix multiplications of language models, which the device check does not include.
   * @throws AppError aborted
   */
  async measureChat(report: DeviceReport): Promise<void> {
    this.isMeasuring = true;
    try {
      if (cachedDeviceProfile.profile?.isDisturbed) cachedDeviceProfile.discard();
      await cachedDeviceProfile.read(catalogueWeights, this.#pageController.signal);
      await this.load(report);
    } finally {
      this.isMeasuring = false;
    }
  }
}

type ModelRating = { readonly fit: Pick<Fit, 'verdict'> | null; readonly forecast: Forecast | null } | null;

/** Finds the candidate with the fastest forecast. Without this device's memory, it is unknown which candidates fit. */
function findFastest(candidates: readonly NonNullable<ModelRating>[]): ModelRating {
  const expectedMs = ({ forecast }: NonNullable<ModelRating>) => (forecast?.known ? forecast.expectedMs : Infinity);
  return candidates.toSorted((a, b) => expectedMs(a) - expectedMs(b))[0] ?? null;
}

async function rateChat(inspector: InspectHandle, profile: DeviceProfile): Promise<ModelRating> {
  const { file, sizeBytes, parameters = null } = hubCatalogue.find(({ id }) => id === chatModel) ?? {};
  if (file === undefined || sizeBytes === undefined) return null;
  const [rated] = await inspector.rateUnread([{ path: file, sizeBytes, parameters }], profile, {
    earlier: await listForecastChecks(),
  });
  const { fit = null, forecast = null } = rated ?? {};
  // A language model's forecast is a guess if kernels of its weights were not measured.
  return { fit, forecast: forecast?.known && forecast.basis === 'uncalibrated' ? null : forecast };
}

/** Returns the capability that follows from the forecast for its model. */
export function rateCapability(
  id: CapabilityId,
  rated: ModelRating,
  { isDisturbed }: Pick<DeviceProfile, 'isDisturbed'>,
): Capability {
  const unrated = { id, perS: null, measuredRuns: null };
  if (rated?.fit?.verdict === 'does-not-fit') return { ...unrated, verdict: 'no' };
  const { forecast } = rated ?? {};
  if (isDisturbed) return { ...unrated, verdict: 'disturbed' };
  if (!forecast?.known) return { ...unrated, verdict: 'not-measured' };
  const perS = {
    expected: 1000 / forecast.expectedMs,
    low: 1000 / forecast.highMs,
    high: 1000 / forecast.lowMs,
  };
  return { id, verdict: judgeRate(id, perS.expected), perS, measuredRuns: null };
}

/** Returns the detector's rate on the Run page of this browser; `null` if it has not run there often enough */
function rateMeasured(id: CapabilityId): Capability | null {
  const timesMs = id === 'detection' ? listRunTimesMs(detector) : [];
  if (timesMs.length < minMeasuredRuns) return null;
  const perS = {
    expected: 1000 / median(timesMs),
    low: 1000 / Math.max(...timesMs),
    high: 1000 / Math.min(...timesMs),
  };
  return { id, verdict: judgeRate(id, perS.expected), perS, measuredRuns: timesMs.length };
}

function judgeRate(id: CapabilityId, perS: number): 'yes' | 'slow' | 'no' {
  const fraction = perS / minPerS[id];
  return fraction >= 1 ? 'yes' : fraction >= slowFraction ? 'slow' : 'no';
}
