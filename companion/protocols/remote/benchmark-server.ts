import { measureRoundTrip } from '#bench/measure/round-trip.ts';
import { runBench } from '#bench/run-bench.ts';
import type { TensorSession } from '#core/engine/runtime.ts';
import { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredTensors } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';

interface ServerBenchOptions {
  readonly request: BenchRequest;
  readonly orderSeed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Benchmarks a model on a remote server. A sample is a whole request, including the network. The outputs are not compared
 * with a reference, because the model's files are not on this machine.
 * @param sendEmptyRequest sends a request that computes nothing; its time is reported separately
 * @throws AppError server-failed | aborted
 */
export async function benchmarkServer(
  session: TensorSession,
  sendEmptyRequest: () => Promise<unknown>,
  { request, orderSeed, signal, onProgress }: ServerBenchOptions,
): Promise<MeasuredTensors> {
  const measuredRun = await runBench(request, session, {
    orderSeed,
    onProgress: (progress) => {
      if (signal.aborted) throw new AppError('aborted');
      onProgress(progress);
    },
    reload: () => Promise.reject(new AppError('file-gone', { file: session.facts.build })),
  });
  const emptyRequest = await measureRoundTrip({ run: async () => (await sendEmptyRequest(), {}) }, {});
  return { ...measuredRun, emptyRequest };
}
