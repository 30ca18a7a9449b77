import type { EvaluatedItem } from '#core/evaluated-item.ts';
import type { Metric } from '#core/evaluation.ts';
import type { TaskReport } from '#core/report.ts';
import { countedSamples } from '#core/samples.ts';
import { clopperPearsonInterval } from '#statistics/clopper-pearson.ts';
import type { GateEvidence, InterleavedTimes, ModelEvidence, PairedScore } from './evidence.ts';
import { pairedScores } from './measure/paired-scores.ts';

/** An evaluation of a model, and of a baseline on the same items. */
export interface TaskRunEvidence {
  readonly report: TaskReport;
  /** `null` without a baseline, or if its results are the truth. */
  readonly baselineReport: TaskReport | null;
  readonly items: readonly { readonly candidate: EvaluatedItem; readonly baseline: EvaluatedItem | null }[];
  /** Size of the baseline's files, if its results are the truth. */
  readonly teacherBytes: number | null;
  /** Sizes of the blocks in which the items ran, on both models in alternating order. */
  readonly blocks: readonly number[];
  readonly metrics: readonly Metric<unknown>[];
}

/** What gates can judge after an evaluation. */
export function taskEvidence(run: TaskRunEvidence): GateEvidence {
  const { report, baselineReport, items, blocks, teacherBytes, metrics } = run;
  const candidate = modelEvidence(report, metrics);
  if (baselineReport) {
    const paired = items.flatMap((item) => {
      const [one, other] = [outcomeOf(item.candidate), outcomeOf(item.baseline)];
      return one === null || other === null ? [] : { candidate: one, baseline: other };
    });
    const interleaved = interleavedTimes(items, blocks);
    const same = metrics.find(({ isSame }) => isSame);
    return {
      candidate: {
        ...candidate,
        ...agreementOf(same, paired, (pair) => same?.isSame?.(pair.candidate, pair.baseline)),
      },
      baseline: modelEvidence(baselineReport, metrics),
      paired: pairedScores(paired, metrics),
      interleaved,
    };
  }
  if (teacherBytes === null) return { candidate };
  // The teacher agrees with itself on every item; only the agreement of the candidate varies.
  const outcomes = items.flatMap((item) => outcomeOf(item.candidate) ?? []);
  const taught = pairedScores(
    outcomes.map((outcome) => ({ candidate: outcome, baseline: outcome })),
    metrics,
  );
  const correct = metrics.find(({ isCorrect }) => isCorrect);
  return {
    candidate: { ...candidate, ...agreementOf(correct, outcomes, (outcome) => correct?.isCorrect?.(outcome)) },
    baseline: { sizeBytes: teacherBytes },
    paired: taught.flatMap(agreementWithTeacher),
  };
}

/** The share of items for which both models give the same result; nothing if no metric tells it. */
function agreementOf<Item>(
  metric: Metric<unknown> | undefined,
  items: readonly Item[],
  isSame: (item: Item) => boolean | undefined,
): Pick<ModelEvidence, 'agreement'> {
  const n = items.length;
  if (!metric || n === 0) return {};
  const same = items.filter(isSame).length;
  return { agreement: { metric: metric.id, value: same / n, n, interval: clopperPearsonInterval(same, n) } };
}

/** @param score of the candidate, compared with itself */
function agreementWithTeacher({ metric, n, candidate, counts, resampled }: PairedScore): readonly PairedScore[] {
  if (!counts) return [];
  const { both, neither } = counts;
  return [
    {
      metric,
      n,
      baseline: 1,
      candidate,
      counts: { both, onlyBaseline: neither, onlyCandidate: 0, neither: 0 },
      resampled,
    },
  ];
}

function modelEvidence(report: TaskReport, metrics: readonly Metric<unknown>[]): ModelEvidence {
  const inference = report.cells.find(({ name }) => name === 'inference');
  const memoryBytes = report.memory?.wasmHeapBytes;
  const errors = new Set(metrics.filter(({ isError }) => isError).map(({ id }) => id));
  return {
    sizeBytes: report.subject.sizeBytes,
    scores: report.scores.map((score) => (errors.has(score.metric) ? { ...score, isError: true } : score)),
    outcome: report.outcome,
    ...(inference && { latenciesMs: countedSamples(inference.steady) }),
    ...(memoryBytes !== undefined && { memoryBytes }),
  };
}

function outcomeOf(item: EvaluatedItem | null): unknown {
  return item === null || 'error' in item ? null : item.outcome;
}

/** The first inference of a session is slower than the others, so the first item is left out. */
function interleavedTimes(items: TaskRunEvidence['items'], sizes: readonly number[]): InterleavedTimes {
  const msOf = (item: EvaluatedItem | null) => (item === null || 'error' in item ? [] : item.timing.inferenceMs);
  let end = 0;
  const blocks = sizes.map((size) => {
    const start = Math.max(1, end);
    end += size;
    const block = items.slice(start, end);
    return {
      baselineMs: block.flatMap(({ baseline }) => msOf(baseline)),
      candidateMs: block.flatMap(({ candidate }) => msOf(candidate)),
    };
  });
  return { blocks: blocks.filter(({ baselineMs, candidateMs }) => baselineMs.length > 0 && candidateMs.length > 0) };
}
