import { hasBatchAxis, joinRequests, countRows } from '#core/engine/batch-axis.ts';
import { asAppError } from '#core/errors/error.ts';
import type { BenchRequest, Effort } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import type { SessionFacts } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { summariseSamples } from '../measure/summarise.ts';
import { createLoadInputs } from './load-inputs.ts';
import { measureCalls, type Calls } from './measure-calls.ts';
import { findKnee, type LoadCurve, type LoadPoint, type LoadSeries } from './load-curve.ts';

const batchSizes = [1, 2, 4, 8, 16, 32];
const concurrencies = [1, 2, 4, 8, 16];
/** The minimum duration of each of the two passes of a point. */
const passMs: Readonly<Record<Effort, number>> = { quick: 100, standard: 500, full: 2_000 };
/** Larger sizes are not measured if a call takes longer. Heuristic. */
const maxCallMs = 10_000;

/** A session whose calls may overlap if `canOverlap`. */
export interface LoadedSession {
  readonly facts: Pick<SessionFacts, 'inputs' | 'outputs'>;
  readonly canOverlap: boolean;
  run(inputs: Tensors): Promise<unknown>;
}

interface LoadOptions {
  readonly onProgress: (progress: Progress) => void;
  readonly now?: () => number;
}

/**
 * Measures throughput and latency by batch size and by the number of concurrent calls. Sizes are measured in ascending
 * and then in descending order, so that a drift of the machine's speed affects all of them.
 * @throws AppError the error of `run` at the smallest size
 */
export async function measureLoadCurve(
  session: LoadedSession,
  request: BenchRequest,
  { onProgress, now = () => performance.now() }: LoadOptions,
): Promise<LoadCurve> {
  const isBatchable = hasBatchAxis(session.facts);
  const inputs = createLoadInputs(request, session.facts);
  const rows = countRows(inputs) ?? 1;
  const series = Number(isBatchable) + Number(session.canOverlap);
  const report = (index: number) => (fraction: number) =>
    onProgress({ phase: 'steady', fraction: (index + fraction) / series, remainingMs: null });
  const runConcurrently = (tensors: Tensors, callers: number) =>
    measureCalls({ run: () => session.run(tensors), callers, durationMs: passMs[request.effort], now });
  const batch = isBatchable
    ? await measureSeries({
        sizes: batchSizes,
        measure: (size) => runConcurrently(joinRequests(Array<Tensors>(size).fill(inputs)), 1),
        countInputsPerCall: (size) => size * rows,
        onProgress: report(0),
      })
    : ({ notMeasured: 'no-batch-axis' } as const);
  const concurrency = session.canOverlap
    ? await measureSeries({
        sizes: concurrencies,
        measure: (size) => runConcurrently(inputs, size),
        countInputsPerCall: () => rows,
        onProgress: report(series - 1),
      })
    : ({ notMeasured: 'one-call-at-a-time' } as const);
  return { batch, concurrency };
}

interface SeriesOptions {
  readonly sizes: readonly number[];
  measure(size: number): Promise<Calls>;
  countInputsPerCall(size: number): number;
  readonly onProgress: (fraction: number) => void;
}

async function measureSeries({
  sizes,
  measure,
  countInputsPerCall: inputsPerCall,
  onProgress,
}: SeriesOptions): Promise<LoadSeries> {
  const passes = new Map<number, Calls[]>();
  let endReason: LoadSeries['ended'];
  let completedPasses = 0;
  const measurePass = async (size: number) => {
    const calls = await measure(size);
    passes.set(size, [...(passes.get(size) ?? []), calls]);
    onProgress(++completedPasses / (2 * sizes.length));
    return calls;
  };
  for (const size of sizes) {
    try {
      const { timesMs } = await measurePass(size);
      if (Math.max(...timesMs) <= maxCallMs) continue;
      endReason = { size, code: 'too-slow' };
    } catch (thrown) {
      const { code } = asAppError(thrown);
      if (passes.size === 0 || code === 'aborted') throw thrown;
      endReason = { size, code };
    }
    break;
  }
  for (const size of [...passes.keys()].toReversed()) await measurePass(size);
  const points = [...passes].map(([size, calls]) => toLoadPoint(size, calls, inputsPerCall(size)));
  return { points, knee: findKnee(points), ...(endReason && { ended: endReason }) };
}

function toLoadPoint(size: number, passes: readonly Calls[], inputsPerCall: number): LoadPoint {
  const timesMs = passes.flatMap((pass) => pass.timesMs);
  const elapsedMs = passes.reduce((sum, pass) => sum + pass.elapsedMs, 0);
  const { medianMs, p95, n } = summariseSamples(timesMs, 1);
  return { size, inputsPerS: (1000 * timesMs.length * inputsPerCall) / elapsedMs, medianMs, p95, n };
}
