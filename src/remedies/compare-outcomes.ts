import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { Metric } from '#core/task/evaluation.ts';
import { parseGateFile } from '#gates/file/gate-file.ts';
import { pairScores, type PairedOutcome } from '#gates/measure/paired-scores.ts';
import { runGates } from '#gates/run-gates.ts';
import { computeExactDifferenceInterval } from '#statistics/exact-difference.ts';
import { estimateInterleavedRatio } from '#statistics/interleaved-ratio.ts';
import { computePairedRatioInterval } from '#statistics/paired-ratio-interval.ts';
import type { PairedCounts } from '#statistics/paired-counts.ts';
import { findQuantileInterval } from '#statistics/quantile-interval.ts';
import { compareAscending, quantile } from '#statistics/quantiles.ts';
import { computeWilsonInterval } from '#statistics/wilson.ts';
import type { GateVerdict } from './remedy.ts';
import type { Figure, Trial } from './trial.ts';

/** Requires that a change does not lower the quality by more than the default limit of the gate. */
const gateFile = parseGateFile('{ "version": 1, "gates": { "quality-ratio": "error" } }');
const minItems = gateFile.settings[0]!.minSamples ?? 1;

/** The results of the same items on the current version and on a change, run in interleaved blocks. */
export interface ItemRuns {
  readonly before: readonly EvaluatedItem[];
  readonly after: readonly EvaluatedItem[];
  /** The number of items in each block. */
  readonly blocks: readonly number[];
  /** The main score of the task first. */
  readonly metrics: readonly Metric<unknown>[];
}

const notMeasured: Figure = { value: null, interval: null };

/**
 * Judges the quality of a change by the gate `quality-ratio`. The current version passes, because its ratio to itself
 * is 1. It is `undecided` if the ratio cannot be measured: every item failed, or the score of the task has no ratio.
 */
export async function judgeQuality({ before, after, metrics }: ItemRuns): Promise<NonNullable<Trial['gates']>> {
  const selfPairs = pairOutcomes(before, before);
  // Too few items cannot show that the quality is kept, so the change must not pass.
  const hasTooFewItems = selfPairs.length > 0 && before.length < minItems;
  const isMeasurable = hasTooFewItems || (await runQualityGate(selfPairs, metrics)) !== 'not-measured';
  const verdict = await runQualityGate(pairOutcomes(before, after), metrics);
  return { before: isMeasurable ? 'pass' : 'undecided', after: verdict === 'not-measured' ? 'undecided' : verdict };
}

async function runQualityGate(
  outcomes: readonly PairedOutcome<unknown>[],
  metrics: readonly Metric<unknown>[],
): Promise<GateVerdict | 'not-measured'> {
  const paired = pairScores(outcomes, metrics);
  const file = { ...gateFile, readAt: new Date(0).toISOString() };
  const models = { candidate: { sizeBytes: null }, baseline: { sizeBytes: null } };
  const { verdict, results } = await runGates(file, { modelKind: 'tensor', ...models, paired });
  const [result] = results;
  // Identical results are no loss. The bootstrap has no interval for them, and the interval of a few correct items is
  // wide.
  const [score] = paired;
  const isSame = score?.counts
    ? score.counts.onlyBaseline + score.counts.onlyCandidate === 0
    : result?.state === 'not-measured' &&
      result.reason.facts?.['why'] === 'no-variation' &&
      score?.baseline === score?.candidate;
  const isMeasured = result?.state !== 'not-measured';
  if (isSame && outcomes.length >= minItems && (isMeasured || !score?.counts)) return 'pass';
  return isMeasured ? verdict : 'not-measured';
}

type Comparison = Pick<Trial, 'before' | 'after' | 'gain'>;

/** Compares the median time of an inference, by blocks. */
export function compareTimes({ before, after, blocks }: ItemRuns): Comparison {
  const listTimes = (items: readonly EvaluatedItem[]) =>
    items.flatMap((item) => ('error' in item ? [] : item.timing.inferenceMs));
  let end = 0;
  const timedBlocks = blocks.flatMap((size) => {
    const start = Math.max(1, end); // the first inference of a session is slower
    end += size;
    const [a, b] = [listTimes(before.slice(start, end)), listTimes(after.slice(start, end))];
    return a.length > 0 && b.length > 0 ? { a, b } : [];
  });
  const ratio = estimateInterleavedRatio(timedBlocks);
  return {
    before: toMedian(timedBlocks.flatMap(({ a }) => a)),
    after: toMedian(timedBlocks.flatMap(({ b }) => b)),
    gain: ratio && { ratio: ratio.ratio, interval: ratio.interval },
  };
}

/** Compares the fractions of correct items. They are not measured if no score of the task is a fraction of items. */
export function compareAccuracy({ before, after, metrics }: ItemRuns): Comparison {
  const fractionMetrics = metrics.filter(({ isCorrect }) => isCorrect).slice(0, 1);
  const [score] = pairScores(pairOutcomes(before, after), fractionMetrics);
  if (!score?.counts) return { before: notMeasured, after: notMeasured, gain: null };
  return compareFractions(score.counts);
}

/** Compares the fractions of failed runs of the same inputs. */
export function compareErrors(failurePairs: readonly (readonly [before: boolean, after: boolean])[]): Comparison {
  const count = (failedBefore: boolean, failedAfter: boolean) =>
    failurePairs.filter(([before, after]) => before === failedBefore && after === failedAfter).length;
  const successes = {
    both: count(false, false),
    onlyBaseline: count(false, true),
    onlyCandidate: count(true, false),
    neither: count(true, true),
  };
  const { before, after, gain } = compareFractions(successes);
  return { before: toComplement(before), after: toComplement(after), gain };
}

/** Compares memory sizes in bytes. They have no sampling error. The gain is `null` if an engine reports no size. */
export function compareMemory(beforeBytes: number | null, afterBytes: number | null): Comparison {
  const toFigure = (value: number | null): Figure => ({ value, interval: null });
  const ratio = beforeBytes && afterBytes ? beforeBytes / afterBytes : null;
  const gain = ratio === null ? null : ({ ratio, interval: [ratio, ratio] } as const);
  return { before: toFigure(beforeBytes), after: toFigure(afterBytes), gain };
}

function compareFractions(counts: PairedCounts): Comparison {
  const n = counts.both + counts.onlyBaseline + counts.onlyCandidate + counts.neither;
  const [before, after] = [counts.both + counts.onlyBaseline, counts.both + counts.onlyCandidate];
  const toFigure = (count: number): Figure =>
    n === 0 ? notMeasured : { value: count / n, interval: computeWilsonInterval(count, n) };
  const interval = n === 0 ? null : computePairedRatioInterval(counts, 0.025);
  const gain = interval && before > 0 ? { ratio: after / before, interval } : compareWithZeroSuccesses(counts, n);
  return { before: toFigure(before), after: toFigure(after), gain };
}

/**
 * Returns 1 plus the difference of the success rates. It replaces the ratio, which is undefined if nothing succeeded
 * before, and is also above 1 if the change is better.
 */
function compareWithZeroSuccesses(counts: PairedCounts, n: number): Trial['gain'] {
  if (n === 0) return null;
  const [low, high] = computeExactDifferenceInterval(counts, 0.025);
  return { ratio: 1 + counts.onlyCandidate / n, interval: [1 + low, 1 + high] };
}

function toComplement({ value, interval }: Figure): Figure {
  return {
    value: value === null ? null : 1 - value,
    interval: interval && [1 - interval[1], 1 - interval[0]],
  };
}

function toMedian(timesMs: readonly number[]): Figure {
  if (timesMs.length === 0) return notMeasured;
  const sorted = timesMs.toSorted(compareAscending);
  return { value: quantile(sorted, 0.5), interval: findQuantileInterval(sorted, 0.5, 0.025) };
}

/**
 * Omits items that failed before, because they cannot be compared. An item that fails only on the change has no
 * candidate.
 */
function pairOutcomes(before: readonly EvaluatedItem[], after: readonly EvaluatedItem[]): PairedOutcome<unknown>[] {
  return before.flatMap((item, index) => {
    const itemAfter = after[index];
    if ('error' in item || item.outcome === null || !itemAfter) return [];
    return { baseline: item.outcome, candidate: 'error' in itemAfter ? null : itemAfter.outcome };
  });
}
