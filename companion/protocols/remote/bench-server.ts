import { measureRoundTrip } from '#bench/measure/round-trip.ts';
import { runBench } from '#bench/run-bench.ts';
import type { TensorSession } from '#core/engine/runtime.ts';
import { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredTensors } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';

interface ServerBench {
  readonly request: BenchRequest;
  readonly orderSeed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Measures a model on a remote server from here: its samples are whole requests, with the network. A server has no
 * files here, so its outputs are not compared with a reference.
 * @param ask makes a request that computes nothing, which is measured apart
 * @throws AppError server-failed | aborted
 */
export async function benchmarkServer(
  session: TensorSession,
  ask: () => Promise<unknown>,
  { request, orderSeed, signal, onProgress }: ServerBench,
): Promise<MeasuredTensors> {
  const measured = await runBench(request, session, {
    orderSeed,
    onProgress: (progress) => {
      if (signal.aborted) throw new AppError('aborted');
      onProgress(progress);
    },
    reload: () => Promise.reject(new AppError('file-gone', { file: session.facts.build })),
  });
  const emptyRequest = await measureRoundTrip({ run: async () => (await ask(), {}) }, {});
  return { ...measured, emptyRequest };
}
