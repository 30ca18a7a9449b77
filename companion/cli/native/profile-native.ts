import { availableParallelism } from 'node:os';
import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import type { TraceEvent } from '#core/engine/engine-trace.ts';
import { generatesText, type DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { analyseProfile } from '#profile/analyse-profile.ts';
import { findBottlenecks, type Bottleneck } from '#profile/bottlenecks.ts';
import type { ProfileReport } from '#profile/profile-report.ts';
import { EngineHost } from '../../engines/child-process/engine-host.ts';
import { createTensorRuntime } from '../../engines/child-process/remote-tensor-session.ts';
import type { NativeEngineId } from '../../engines/load-engine.ts';
import type { Context } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';
import { loadLocalModel } from './local-files.ts';
import { createPhaseLogger } from './phase-logger.ts';

/** A profiled run. If its subject has the kind `files`, the model is given separately. */
interface NativeProfileRequest extends BenchRequest {
  readonly engine: NativeEngineId;
  readonly device: DeviceId;
}

export interface NativeProfile {
  readonly report: ProfileReport;
  readonly bottlenecks: readonly Bottleneck[];
  readonly events: readonly TraceEvent[];
}

/**
 * Profiles a model on a native engine, in the engine's process, as the Profile page does.
 * @throws UsageError | AppError from the engine
 */
export async function profileNative(
  request: NativeProfileRequest,
  model: ModelArgument,
  { log, signal }: Pick<Context, 'log' | 'signal'>,
): Promise<NativeProfile> {
  const { engine, device } = request;
  if (generatesText(engine)) throw new AppError('engine-unavailable', { engine, reason: 'no-profile' });
  const loadedModel = await loadLocalModel(model, engine, signal);
  const host = new EngineHost(engine);
  const stop = () => void host.close();
  signal.addEventListener('abort', stop);
  try {
    const session = await createTensorRuntime(host).open(loadedModel.model, { ...request, devices: [device] });
    const { facts } = session;
    const dimensions = chooseRunSizes(request, facts);
    const recordedProfile = await session.profile(
      { ...request, dimensions },
      { signal, onProgress: createPhaseLogger(log) },
    );
    const unknownRoof = { gflops: null, bytesPerS: null };
    const report = analyseProfile(recordedProfile, recordedProfile.roofs ?? { cpu: unknownRoof, gpu: unknownRoof });
    const bottlenecks = findBottlenecks(report, {
      hasGpu: false,
      maxThreads: availableParallelism(),
      isOptimisable: engine === 'ort',
      hasFreeSizes: listFreeDimensions(facts.inputs).length > 0,
      heapBytes: null,
    });
    return { report, bottlenecks, events: recordedProfile.events };
  } finally {
    signal.removeEventListener('abort', stop);
    await host.close();
  }
}
