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

/** The longest recovery that is waited for. Heuristic, not measured. */
const maxRecoveryMs = 60_000;

export interface StagingReport {
  readonly ramp: LoadRamp;
  /** After the engine's process was killed; `null` on a remote server, whose process is not reached from here. */
  readonly recovery: Recovery | null;
}

/**
 * Tests a model as clients of the companion experience it: concurrent requests, which may be combined into batches, and then the
 * death of the engine's process.
 * @throws UsageError | AppError what the engine throws
 */
export async function stageNative(
  { engine, device }: CompanionTarget,
  argument: ModelArgument,
  request: BenchRequest,
  ramp: RampOptions,
  { signal, log }: Pick<Context, 'signal' | 'log'>,
): Promise<StagingReport> {
  const { model } = await loadLocalModel(argument, engine);
  const host = await openTarget({ engine, device });
  const stop = () => void host.close();
  signal.addEventListener('abort', stop);
  try {
    const session = await host.tensors().open(model, { ...request, devices: [device] });
    const opened = new OpenModel(session, '', 0, defaultBatching);
    const inputs = createLoadInputs({ ...request, dimensions: chooseRunSizes(request, session.facts) }, session.facts);
    const run = () => opened.run(inputs, signal);
    const measured = await rampLoad(run, {
      ...ramp,
      onLevel: ({ size, judgedMs }) => log(`${size}: ${judgedMs.toFixed(1)} ms`),
    });
    const kill = host.kill?.bind(host);
    const fail = kill && (async () => kill());
    const recovery = fail ? await measureRecovery({ run, fail, signal, maxMs: maxRecoveryMs }) : null;
    return { ramp: measured, recovery };
  } finally {
    signal.removeEventListener('abort', stop);
    await host.close();
  }
}
