import { engines } from '#core/engine/engines.ts';
import type { ErrorCode } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { Metric, Score } from '#core/task/evaluation.ts';
import type { TaskReport } from '#core/report/task-report.ts';
import { listCountedSamples } from '#core/report/samples.ts';
import { computeClopperPearsonInterval } from '#statistics/clopper-pearson.ts';
import { computeWilsonInterval } from '#statistics/wilson.ts';
import type {
  GateEvidence,
  InterleavedTimes,
  MetricScore,
  ModelEvidence,
  PairedScore,
  UnscoredItems,
} from './gate-evidence.ts';
import { pairScores } from './measure/paired-scores.ts';

/** An evaluation of a model, and of a baseline on the same items. */
export interface TaskRunEvidence {
  readonly report: TaskReport;
  /** `null` without a baseline, or if its predictions are the ground truth. */
  readonly baselineReport: TaskReport | null;
  readonly items: readonly { readonly candidate: EvaluatedItem; readonly baseline: EvaluatedItem | null }[];
  /** Size of the baseline's files, if its predictions are the ground truth. */
  readonly baselineSizeBytes: number | null;
  /** Sizes of the blocks in which the items ran, interleaved for both models (ABBA). */
  readonly blocks: readonly number[];
  readonly metrics: readonly Metric<unknown>[];
}

/**
 * Collects the evidence of an evaluation for gates. An item that only the candidate fails on is wrong for metrics that
 * count correct items. Other metrics have no value for it, so their gates are not measured.
 */
export function collectTaskEvidence(run: TaskRunEvidence): GateEvidence {
  const { report, baselineReport, items, blocks, baselineSizeBytes, metrics } = run;
  const { notRun } = report.data;
  const modelKind = engines[report.target.opened.engine].kind;
  const failedCount = items.filter(isFailure).length;
  const candidate = {
    ...collectModelEvidence(report, metrics),
    scores: listScores({ failed: failedCount, notRun }, report, metrics),
  };
  if (baselineReport) {
    const paired = items.flatMap((item) => {
      const [candidate, baseline] = [getOutcome(item.candidate), getOutcome(item.baseline)];
      return baseline === null || (candidate === null && !isFailure(item)) ? [] : { candidate, baseline };
    });
    const interleaved = collectInterleavedTimes(items, blocks);
    const sameMetric = metrics.find(({ isSame }) => isSame);
    const isSame = (pair: (typeof paired)[number]) =>
      pair.candidate !== null && sameMetric?.isSame?.(pair.candidate, pair.baseline);
    return {
      modelKind,
      candidate: {
        ...candidate,
        ...(sameMetric ? countAgreement(sameMetric, paired, isSame, notRun) : findAgreement(candidate, metrics)),
      },
      baseline: collectModelEvidence(baselineReport, metrics),
      paired: pairScores(paired, metrics, notRun),
      interleaved,
    };
  }
  if (baselineSizeBytes === null) return { modelKind, candidate };
  // The baseline agrees with itself on every item; only the agreement of the candidate varies.
  const outcomes = items.flatMap((item) => getOutcome(item.candidate) ?? []);
  const pairs = pairScores(
    outcomes.map((outcome) => ({ candidate: outcome, baseline: outcome })),
    metrics,
    notRun,
  );
  const correct = metrics.find(({ isCorrect }) => isCorrect);
  const results = [...outcomes, ...Array<null>(failedCount).fill(null)];
  const isCorrect = (outcome: unknown) => outcome !== null && correct?.isCorrect?.(outcome);
  const agreement = correct ? countAgreement(correct, results, isCorrect, notRun) : findAgreement(candidate, metrics);
  return {
    modelKind,
    candidate: { ...candidate, ...agreement },
    baseline: { sizeBytes: baselineSizeBytes || null },
    paired: pairs.flatMap((score) => measureBaselineAgreement(score, failedCount, metrics)),
  };
}

/** Finds the score that measures the agreement with the baseline; empty if there is none, or if it has no interval. */
function findAgreement(
  { scores = [] }: ModelEvidence,
  metrics: readonly Metric<unknown>[],
): Pick<ModelEvidence, 'agreement'> {
  const score = scores.find(({ metric }) => metrics.some(({ id, isAgreement }) => isAgreement && id === metric));
  return score?.interval ? { agreement: { ...score, interval: score.interval } } : {};
}

/** Errors of a file of the dataset, independent of the model. */
const fileErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'file-unreadable',
  'file-gone',
  'file-permission-denied',
  'file-changed',
  'labels-invalid',
]);

/**
 * Returns whether the candidate failed on an item that could be scored: the baseline did not fail, or the error is not
 * the file's.
 */
function isFailure({ candidate, baseline }: TaskRunEvidence['items'][number]): boolean {
  if (!('error' in candidate)) return false;
  return baseline ? !('error' in baseline) : !fileErrors.has(candidate.error.code);
}

/** Lists the scores of the candidate with the items that they omit. */
function listScores(
  { failed, notRun }: UnscoredItems,
  { scores }: TaskReport,
  metrics: readonly Metric<unknown>[],
): MetricScore[] {
  return scores.map((score) => {
    const metric = metrics.find(({ id }) => id === score.metric);
    const isProportion = metric?.isCorrect !== undefined;
    const unscored = { failed: isProportion ? 0 : failed, notRun };
    return {
      ...(isProportion && failed > 0 ? addWrongItems(score, failed) : score),
      ...(metric?.isError && { isError: true }),
      ...((unscored.failed > 0 || notRun > 0) && { unscored }),
    };
  });
}

/** Counts additional items as wrong in a fraction of correct items. */
function addWrongItems(score: Score, wrong: number): Score {
  const correctCount = Math.round(score.value * score.n);
  const n = score.n + wrong;
  return { metric: score.metric, value: correctCount / n, n, interval: computeWilsonInterval(correctCount, n) };
}

/** Computes the fraction of items with the same result on both models; empty if the metric does not determine it. */
function countAgreement<Item>(
  metric: Metric<unknown> | undefined,
  items: readonly Item[],
  isSame: (item: Item) => boolean | undefined,
  notRun: number,
): Pick<ModelEvidence, 'agreement'> {
  const n = items.length;
  if (!metric || n === 0) return {};
  const sameCount = items.filter(isSame).length;
  const interval = computeClopperPearsonInterval(sameCount, n);
  const unscored = notRun > 0 && { unscored: { failed: 0, notRun } };
  return { agreement: { metric: metric.id, value: sameCount / n, n, interval, ...unscored } };
}

/**
 * Converts a score to the agreement with the baseline's predictions.
 * @param score of the candidate, compared with itself
 * @param failed items on which it failed
 */
function measureBaselineAgreement(
  score: PairedScore,
  failed: number,
  metrics: readonly Metric<unknown>[],
): readonly PairedScore[] {
  const { resample } = score;
  if (resample && metrics.find(({ id }) => id === score.metric)?.isAgreement) {
    const resampleAgreement = (counts: Uint32Array) => {
      const scores = resample(counts);
      return scores && ([1, scores[1]] as const);
    };
    return [
      { ...score, baseline: 1, resample: resampleAgreement, ...(failed > 0 && { unscored: { failed, notRun: 0 } }) },
    ];
  }
  if (!score.counts) return [];
  const { both, neither } = score.counts;
  const n = score.n + failed;
  const counts = { both, onlyBaseline: neither + failed, onlyCandidate: 0, neither: 0 };
  return [{ ...score, n, baseline: 1, candidate: both / n, counts }];
}

function collectModelEvidence(report: TaskReport, metrics: readonly Metric<unknown>[]): ModelEvidence {
  const inference = report.cells.find(({ name }) => name === 'inference');
  const memoryBytes = report.memory?.wasmHeapBytes;
  return {
    sizeBytes: report.subject.sizeBytes || null, // 0 for files that could not be read
    scores: listScores({ failed: 0, notRun: 0 }, report, metrics),
    validity: report.validity,
    ...(inference && { latenciesMs: listCountedSamples(inference.steady) }),
    ...(memoryBytes !== undefined && { memoryBytes }),
  };
}

function getOutcome(item: EvaluatedItem | null): unknown {
  return item === null || 'error' in item ? null : item.outcome;
}

/** Collects the times by block, except the first item: the first inference of a session is slower than the others. */
function collectInterleavedTimes(items: TaskRunEvidence['items'], sizes: readonly number[]): InterleavedTimes {
  const listInferenceTimes = (item: EvaluatedItem | null) =>
    item === null || 'error' in item ? [] : item.timing.inferenceMs;
  let end = 0;
  const blocks = sizes.map((size) => {
    const start = Math.max(1, end);
    end += size;
    const block = items.slice(start, end);
    return {
      baselineMs: block.flatMap(({ baseline }) => listInferenceTimes(baseline)),
      candidateMs: block.flatMap(({ candidate }) => listInferenceTimes(candidate)),
    };
  });
  return { blocks: blocks.filter(({ baselineMs, candidateMs }) => baselineMs.length > 0 && candidateMs.length > 0) };
}
