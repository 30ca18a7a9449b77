import { createLoadInputs } from '#bench/load-curve/load-inputs.ts';
import { rampLoad, type LoadRamp, type RampOptions } from '#bench/load-curve/ramp-load.ts';
import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { measureRecovery, type Recovery } from '#deploy/staging/measure-recovery.ts';
import { defaultBatching } from '../../gateway/sessions/batching/batch-settings.ts';
import { OpenModel } from '../../gateway/sessions/open-model.ts';
import type { Context } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';
import type { CompanionTarget } from './companion-target.ts';
import { loadLocalModel } from './local-files.ts';
import { openTarget } from './open-target.ts';

/** The maximum time to wait for the recovery. Heuristic, not measured. */
const maxRecoveryMs = 60_000;

export interface StagingReport {
  readonly ramp: LoadRamp;
  /**
   * How the model recovered after its engine's process was killed; `null` for a remote server, whose process cannot be
   * killed.
   */
  readonly recovery: Recovery | null;
}

/**
 * Tests a model as the companion serves it: sends concurrent requests, which may be combined into batches, then kills
 * the engine's process and measures the recovery.
 * @throws UsageError | AppError from the engine
 */
export async function stageNative(
  { engine, device }: CompanionTarget,
  modelArgument: ModelArgument,
  request: BenchRequest,
  ramp: RampOptions,
  { signal, log }: Pick<Context, 'signal' | 'log'>,
): Promise<StagingReport> {
  const { model } = await loadLocalModel(modelArgument, engine, signal);
  const host = await openTarget({ engine, device });
  const closeHost = () => void host.close();
  signal.addEventListener('abort', closeHost);
  try {
    signal.throwIfAborted();
    const session = await host.tensors().open(model, { ...request, devices: [device] });
    const openModel = new OpenModel(session, '', 0, defaultBatching);
    const inputs = createLoadInputs({ ...request, dimensions: chooseRunSizes(request, session.facts) }, session.facts);
    const run = () => openModel.run(inputs, signal);
    const rampResult = await rampLoad(run, {
      ...ramp,
      onLevel: ({ size, judgedMs }) => log(`${size}: ${judgedMs.toFixed(1)} ms`),
    });
    const kill = host.kill?.bind(host);
    const fail = kill && (async () => kill());
    const recovery = fail ? await measureRecovery({ run, fail, signal, maxMs: maxRecoveryMs }) : null;
    return { ramp: rampResult, recovery };
  } finally {
    signal.removeEventListener('abort', closeHost);
    await host.close();
  }
}
