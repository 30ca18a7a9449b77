import { seededInputs } from '#bench/inputs/seeded-inputs.ts';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import type { OptimisableSubject } from '#bridge/optimise-contract.ts';
import type { Target, TensorEngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { interleavedRatio, minBlocks } from '#statistics/interleaved-ratio.ts';
import { quantileInterval } from '#statistics/quantile-interval.ts';
import { compareAscending, quantile } from '#statistics/quantiles.ts';
import { requireCompanion } from '../companion/open-in-companion.ts';

/** Where a model is measured; the engine chooses the number of threads if it is absent. */
export interface MeasuredTarget extends Target {
  readonly engine: TensorEngineId;
  readonly threads?: number;
}

/** The time of one inference of a model, interleaved with other models. */
export interface ModelTime {
  readonly medianMs: number;
  /** Two-sided, 95%. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly n: number;
  /** Memory of the engine; `null` if it does not report it. */
  readonly memoryBytes: number | null;
  /** How many times as fast as the first model, with a two-sided interval of 95%; `null` for the first itself. */
  readonly speedUp: { readonly ratio: number; readonly interval: readonly [low: number, high: number] } | null;
  readonly threads: number;
}

export interface TimingOptions {
  readonly target: MeasuredTarget;
  /** Sizes of free dimensions. */
  readonly dimensions: Dimensions;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/** Target duration of a group of inferences: many steps of the clock. Heuristic. */
const groupMs = 100;
const maxPerGroup = 500;
/** Discarded first groups of each model, in which code is compiled and memory allocated. */
const warmUpGroups = 2;
/** Number of blocks, each with two groups of every model. Slow models get the minimum that an interval needs. */
const maxBlocks = 2 * minBlocks;
const budgetMs = 15_000;

/**
 * Times models, the result of a recipe last, on the same inputs in interleaved blocks, in one order and then in
 * reverse, so that drift of the machine affects all equally. Each model is open in its own worker. Models in the
 * companion are called from there, so their times include sending inputs and outputs.
 * @throws AppError what `openSession` throws, and input-invalid if an input cannot be generated
 */
export async function timeModels(
  subjects: readonly OptimisableSubject[],
  { target, dimensions, signal, onProgress }: TimingOptions,
): Promise<readonly ModelTime[]> {
  return withBenchLock({ signal, onWait: () => {} }, async () => {
    const handles: SessionHandle[] = [];
    try {
      for (const subject of subjects) handles.push(await open(subject, target, signal));
      // A recipe may have set free dimensions, so only inputs of the result fit all models.
      const inputs = seededInputs(handles.at(-1)!.opened.facts.inputs, dimensions);
      const groups = handles.map((handle): Group => ({ run: (count) => handle.time(inputs, count), times: [] }));
      return await measure(handles, groups, signal, onProgress);
    } finally {
      for (const handle of handles) handle.close();
    }
  });
}

async function open(subject: OptimisableSubject, target: MeasuredTarget, signal: AbortSignal) {
  const { host, engine, device, threads } = target;
  const options = { devices: [device], ...(threads !== undefined && { threads }) };
  const companion = host === 'companion' && { companion: await requireCompanion() };
  return openSession({ subject, engine, options, ...companion }, { signal });
}

/** The inferences of one model that are timed as a group. */
interface Group {
  readonly run: (count: number) => ReturnType<SessionHandle['time']>;
  readonly times: number[][];
}

async function measure(
  handles: readonly SessionHandle[],
  groups: readonly Group[],
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<readonly ModelTime[]> {
  const sizes: number[] = [];
  const memory: (number | null)[] = [];
  for (const [index, { run }] of groups.entries()) {
    const first = await run(1);
    let size = 1;
    for (let group = 0, lastMs = first.timesMs[0]!; group < warmUpGroups; group++) {
      size = Math.max(1, Math.min(maxPerGroup, Math.round(groupMs / Math.max(lastMs, 1e-3))));
      const { timesMs } = await run(size);
      lastMs = quantile(timesMs.toSorted(compareAscending), 0.5);
    }
    sizes[index] = size;
  }
  const endMs = performance.now() + budgetMs;
  for (let block = 0; block < maxBlocks && (block < minBlocks || performance.now() < endMs); block++) {
    const order = groups.map((_, index) => index);
    for (const index of [...order, ...order.toReversed()]) {
      if (signal.aborted) throw new AppError('aborted');
      const { timesMs, memory: used } = await groups[index]!.run(sizes[index]!);
      memory[index] = used.wasmHeapBytes ?? null;
      (groups[index]!.times[block] ??= []).push(...timesMs);
    }
    onProgress((block + 1) / maxBlocks);
  }
  return groups.map(({ times }, index) => {
    const all = times.flat().toSorted(compareAscending);
    const compared = index === 0 ? null : interleavedRatio(times.map((b, i) => ({ a: groups[0]!.times[i]!, b })));
    return {
      medianMs: quantile(all, 0.5),
      interval: quantileInterval(all, 0.5, 0.025),
      n: all.length,
      memoryBytes: memory[index] ?? null,
      speedUp: compared && { ratio: compared.ratio, interval: compared.interval },
      threads: handles[index]!.opened.facts.threads,
    };
  });
}
