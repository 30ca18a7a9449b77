import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { timeInterleaved, type InterleavedTime, type TimeGroup } from '#bench/measure/time-interleaved.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { EngineHost } from '../../engines/child-process/engine-host.ts';
import { createTensorRuntime } from '../../engines/child-process/remote-tensor-session.ts';
import type { Context } from '../command.ts';
import { readModelArgument } from '../options/model-argument.ts';
import type { NativeTarget } from './companion-target.ts';
import { loadLocalModel } from './local-files.ts';

/** The times of the original and the optimised model on one target. */
export interface OptimisedTimes {
  readonly original: InterleavedTime;
  readonly result: InterleavedTime;
}

/**
 * Times the original and the optimised file in interleaved blocks on a native engine, both in one process. The times
 * include the transfer of the tensors to that process and back (0.1 ms per megabyte).
 * @throws UsageError | AppError from the engine
 */
export async function timeOptimised(
  [original, result]: readonly [string, string],
  { engine, device }: NativeTarget,
  { threads, dimensions }: { readonly threads: number | null; readonly dimensions: Dimensions },
  { signal }: Pick<Context, 'signal'>,
): Promise<OptimisedTimes> {
  const host = new EngineHost(engine);
  const stop = () => void host.close();
  signal.addEventListener('abort', stop);
  const open = async (path: string) => {
    const { model } = await loadLocalModel(await readModelArgument([path]), engine, signal);
    return createTensorRuntime(host).open(model, { devices: [device], ...(threads !== null && { threads }) });
  };
  try {
    const sessions = [await open(original), await open(result)] as const;
    // A recipe may have frozen free dimensions, so only inputs of the result fit both models.
    const { facts } = sessions[1];
    const sizes = chooseRunSizes({ subject: { kind: 'files', files: [] }, dimensions }, facts);
    const inputs = createSeededInputs(facts.inputs, sizes);
    const groups = sessions.map((session): TimeGroup => async (count) => {
      const timesMs: number[] = [];
      for (let run = 0; run < count; run++) {
        const startMs = performance.now();
        await session.run(inputs);
        timesMs.push(performance.now() - startMs);
      }
      return timesMs;
    });
    const [originalTime, resultTime] = await timeInterleaved(groups, { signal, onProgress: () => {} });
    return { original: originalTime!, result: resultTime! };
  } finally {
    signal.removeEventListener('abort', stop);
    await host.close();
  }
}
