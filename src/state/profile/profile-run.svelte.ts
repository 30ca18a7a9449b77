import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import type { TraceEvent } from '#core/engine/engine-trace.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import { analyseProfile } from '#profile/analyse-profile.ts';
import { findBottlenecks, type Bottleneck, type CureOptions } from '#profile/bottlenecks.ts';
import { toChromeTrace } from '#profile/export-profile.ts';
import { parseOrtTrace } from '#profile/ort-trace.ts';
import type { ProfileReport, Roofs } from '#profile/profile-report.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import { openForBench } from '../bench/open-for-bench.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { beginWork } from '../shell/unfinished-work.ts';

/** A profile, its analysis, and the request that recorded it. */
export interface ProfileResult {
  readonly report: ProfileReport;
  readonly bottlenecks: readonly Bottleneck[];
  readonly events: readonly TraceEvent[];
  /** The profiled model and settings; `null` for a profile opened from a file. */
  readonly request: BenchRequest | null;
  /** Name of exported files, without their extensions. */
  readonly fileBaseName: string;
}

/** The state of the Profile page: profiles a model, or opens a profile from a file. */
export class ProfileRun {
  phase = $state<'idle' | 'running' | 'done' | 'failed'>('idle');
  progress = $state.raw<Progress | null>(null);
  result = $state.raw<ProfileResult | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Sizes of free dimensions, suggested for the most recently opened model. */
  unsizedDimensions = $state.raw<Dimensions>({});
  #controller = new AbortController();

  /** Opens the model, runs it with profiling, and shows where the time goes. */
  async run(request: BenchRequest): Promise<void> {
    this.#controller.abort();
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    [this.phase, this.progress, this.result, this.error] = ['running', null, null, null];
    reportStart('running');
    const endWork = beginWork('bench');
    try {
      const device = await cachedDeviceProfile.read(null, signal);
      const startMeasuring = () => this.#measure(request, device, signal);
      const result = await withBenchLock({ signal, onWait: () => {} }, startMeasuring);
      if (controller !== this.#controller) return;
      [this.result, this.phase] = [result, 'done'];
      const { report, bottlenecks } = result;
      reportDone({ ...report, bottlenecks, trace: toChromeTrace(result.events, report) }, null);
    } catch (thrown) {
      if (controller === this.#controller) this.#fail(thrown);
    } finally {
      endWork();
    }
  }

  /** Shows a profile that onnxruntime has written, in a browser or natively. */
  async open(file: File): Promise<void> {
    this.#controller.abort();
    [this.result, this.error] = [null, null];
    try {
      const events = parseOrtTrace(await file.text(), file.name);
      const unknownRoof = { gflops: null, bytesPerS: null };
      const recorded: RecordedProfile = {
        engine: 'ort',
        device: null,
        threads: null,
        events,
        plainRunsMs: [],
        profiledRunsMs: [],
        opening: null,
        nodes: [],
        heapBytes: null,
      };
      const report = analyseProfile(recorded, { cpu: unknownRoof, gpu: unknownRoof });
      const bottlenecks = findBottlenecks(report, noCures);
      this.result = { report, bottlenecks, events, request: null, fileBaseName: file.name.replace(/\.json$/, '') };
      this.phase = 'done';
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  cancel(): void {
    this.#controller.abort();
    this.#fail(new AppError('aborted'));
  }

  close(): void {
    this.#controller.abort();
  }

  async #measure(request: BenchRequest, device: DeviceProfile, signal: AbortSignal): Promise<ProfileResult> {
    const onProgress = (progress: Progress) => {
      this.progress = progress;
      reportProgress(progress.phase, progress.fraction);
    };
    const handle = await openForBench(request, { signal, onProgress });
    try {
      const { facts } = handle.opened;
      if (!('profile' in handle) || !('inputs' in facts))
        throw new AppError('engine-unavailable', { engine: facts.engine, reason: 'no-profile' });
      const dimensions = chooseRunSizes(request, facts);
      this.unsizedDimensions = dimensions;
      const sized = { ...request, dimensions };
      const recorded = await handle.profile(sized, { signal, onProgress });
      const report = analyseProfile(recorded, recorded.roofs ?? toRoofs(device, facts.threads));
      const bottlenecks = findBottlenecks(report, {
        hasGpu: device.gpu !== null && !device.gpu.software,
        maxThreads: device.threads,
        isOptimisable: facts.engine === 'ort' && request.subject.kind !== 'workload',
        hasFreeSizes: listFreeDimensions(facts.inputs).length > 0,
        heapBytes: device.heapBytes,
      });
      return {
        report,
        bottlenecks,
        events: recorded.events,
        request: sized,
        fileBaseName: `profile-${handle.opened.id}`,
      };
    } finally {
      handle.close();
    }
  }

  #fail(thrown: unknown): void {
    this.error = reportFailure(asAppError(thrown));
    this.phase = 'failed';
  }
}

/** No cures apply to a profile from a file, because its model is not open here. */
const noCures: CureOptions = {
  hasGpu: false,
  maxThreads: 1,
  isOptimisable: false,
  hasFreeSizes: false,
  heapBytes: null,
};

/** Returns the measured speeds of this device; the bandwidth of a GPU is not measured. */
function toRoofs({ gflopsOneThread, gflopsThreads, gpu, copyBytesPerS }: DeviceProfile, threads: number): Roofs {
  return {
    cpu: { gflops: threads > 1 ? gflopsThreads : gflopsOneThread, bytesPerS: copyBytesPerS },
    gpu: { gflops: gpu?.gflops ?? null, bytesPerS: null },
  };
}
