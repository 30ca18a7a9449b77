import { assembleReport } from '#bench/report/assemble-report.ts';
import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import { measureLoadCurve } from '#bench/load-curve/measure-load-curve.ts';
import { workloads } from '#bench/workloads/index.ts';
import { generatesText, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { AppError } from '#core/errors/error.ts';
import type { WorkloadId } from '#core/model/model.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import type { SpeedReport } from '#core/report/report.ts';
import { EventLoopMonitor } from '#device/event-loop-monitor.ts';
import { toBuiltModel, type LoadedModel } from '#storage/files/model-files.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { defaultBatching } from '../../gateway/sessions/batching/batch-settings.ts';
import { OpenModel, type HostedSession } from '../../gateway/sessions/open-model.ts';
import { measurePower } from '../../hardware/energy/measure-power.ts';
import { readMachineEnvironment } from '../../hardware/machine-environment.ts';
import { SystemFiles } from '../../hardware/system-files.ts';
import { UsageError, type Context } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';
import { isServerTarget, type CompanionTarget } from './companion-target.ts';
import { loadLocalModel } from './local-files.ts';
import { createPhaseLogger } from './phase-logger.ts';
import { openTarget } from './open-target.ts';

/** A benchmark. If its subject has the kind `files`, the model is given separately. */
export interface NativeBenchRequest extends BenchRequest {
  readonly engine: CompanionTarget['engine'];
  readonly device: DeviceId;
  /** The carbon intensity of the grid in g CO₂e per kWh, as stated by the user; `null` if not stated. */
  readonly gridGramsPerKwh: number | null;
  /** Whether to measure the model under load after the run. */
  readonly withLoadCurve: boolean;
}

/**
 * Benchmarks a model on a native engine, in the engine's process and by the same method as the page, and measures the
 * energy by the counters of this machine.
 * @throws UsageError | AppError from the engine
 */
export async function benchNative(
  request: NativeBenchRequest,
  model: ModelArgument | undefined,
  { log, signal, revision }: Pick<Context, 'log' | 'signal' | 'revision'>,
): Promise<{
  readonly report: SpeedReport;
  /** Power readings during the run, in watts. */
  readonly powerWatts: readonly number[];
  /** `null` if not requested. */
  readonly loadCurve: LoadCurve | null;
}> {
  const startedAtMs = Date.now();
  const { engine, device, subject, gridGramsPerKwh } = request;
  const loadedModel =
    subject.kind === 'workload' ? await loadWorkload(subject.id) : await loadModel(model, engine, signal);
  const environment = readMachineEnvironment();
  const host = await openTarget({ engine, device });
  const stop = () => void host.close();
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    const runtime: Runtime<HostedSession> = generatesText(engine) ? host.text() : host.tensors();
    const session = await runtime.open(loadedModel.model, { ...request, devices: [device] });
    const { facts } = session;
    const dimensions = 'inputs' in facts ? chooseRunSizes(request, facts) : {};
    const { computePrecision } = facts;
    const settings = {
      ...request,
      ...(computePrecision && { computePrecision }), // reports state the precision even if it is the default
      ...(Object.keys(dimensions).length > 0 && { dimensions }),
    };
    const modelInfo = { ...loadedModel, id: loadedModel.model.id };
    const monitor = new EventLoopMonitor();
    try {
      const orderSeed = crypto.getRandomValues(new Uint32Array(1))[0]!;
      const options = { signal, onProgress: createPhaseLogger(log) };
      const bench = session.bench?.bind(session);
      if (!bench) throw new AppError('model-unsupported', { model: loadedModel.model.id, reason: 'server-not-timed' });
      const measure = () => bench(settings, orderSeed, options);
      const { result, powersW, power } = isServerTarget({ engine })
        ? { result: await measure(), powersW: [], power: null } // energy counters would measure this machine, not the server
        : await measurePower(new SystemFiles(), device, gridGramsPerKwh, measure);
      const measuredRun = power ? { ...result, power } : result;
      const report = assembleReport({
        app: { version: packageJson.version, commit: revision?.() ?? 'unknown' },
        startedAtMs,
        request: settings,
        opened: 'inputs' in facts ? { ...modelInfo, facts } : { ...modelInfo, facts },
        measured: measuredRun,
        environment,
        interruptions: [],
        eventLoop: monitor.eventLoop,
        start: 'cold',
      });
      const loadCurve = request.withLoadCurve ? await measureLoad(session, settings, options) : null;
      return { report, powerWatts: powersW, loadCurve };
    } finally {
      monitor.stop();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await host.close();
  }
}

/** Measures the load curve as clients of the companion experience it, with batching. */
async function measureLoad(
  session: HostedSession,
  request: BenchRequest,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
): Promise<LoadCurve> {
  if (session.kind !== 'tensor') throw new AppError('internal', { why: 'a language model has no load curve' });
  const model = new OpenModel(session, '', 0, defaultBatching);
  const subject = { facts: session.facts, canOverlap: true, run: (inputs: Tensors) => model.run(inputs, signal) };
  return measureLoadCurve(subject, request, { onProgress });
}

function loadWorkload(id: WorkloadId): Promise<LoadedModel> {
  return toBuiltModel(id, `${id}.onnx`, workloads[id].build());
}

async function loadModel(
  model: ModelArgument | undefined,
  engine: EngineId,
  signal: AbortSignal,
): Promise<LoadedModel> {
  if (model === undefined) throw new UsageError('expected either --workload or --model');
  return loadLocalModel(model, engine, signal);
}
