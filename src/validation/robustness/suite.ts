import type { Score, TaskEvaluation } from '#core/task/evaluation.ts';
import type { RobustnessScore } from '#gates/gate-evidence.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { Corruption } from './corruption.ts';
import { corruptions, type CorruptionId } from './corruptions/index.ts';
import { computeMeanCorruptionError, scoreRobustness, type CorruptedScore } from './corrupted-scores.ts';

/** What the suite measured. Plain JSON. */
export interface RobustnessResult {
  /** The main score of the task. */
  readonly metric: string;
  /** Whether a smaller value is better. */
  readonly isError: boolean;
  /** The score of the same items without corruption. */
  readonly clean: Score;
  /** One per corruption and severity whose items all ran; the mildest severity of a corruption first. */
  readonly scores: readonly CorruptedScore[];
  /** `null` if no corruption was scored. */
  readonly meanCorruptionError: number | null;
  /**
   * The same relative to the errors of the baseline on the same corrupted items, as in ImageNet-C; `null` without a baseline,
   * or if it made no error at a corruption.
   */
  readonly relativeCorruptionError: number | null;
  /** The outcomes of hostile inputs; empty if the model takes no tensors. */
  readonly hostile: readonly HostileResult[];
  /** Items that ran without corruption, but not with one. */
  readonly failed: number;
  /** Whether not all corruptions were scored, e.g. because the run was stopped. */
  readonly isPartial: boolean;
}

/** The corruptions of inputs that leave labels of this kind valid: only a class survives that objects move or are cut off. */
export function listCorruptions(
  input: 'image' | 'audio' | 'text',
  label: TaskEvaluation<unknown, unknown>['label'],
): readonly CorruptionId[] {
  return (Object.keys(corruptions) as CorruptionId[]).filter((id) => {
    const corruption: Corruption = corruptions[id];
    if (label === 'tags') return false; // the words of a corrupted text are other ones
    if (input !== 'image') return corruption.kind === input;
    if (corruption.kind !== 'image' && corruption.kind !== 'image-codec') return false;
    return label === 'class' || !corruption.isGeometric;
  });
}

type Measured = Omit<RobustnessResult, 'meanCorruptionError' | 'relativeCorruptionError'>;

/**
 * Completes what was measured with the mean corruption errors.
 * @param ofBaseline the scores of the baseline on the same items; `null` without one
 */
export function createRobustnessResult(
  measured: Measured,
  ofBaseline: readonly CorruptedScore[] | null = null,
): RobustnessResult {
  const shares = toFractions(measured);
  const baselineShares = ofBaseline && toFractions({ ...measured, scores: ofBaseline });
  return {
    ...measured,
    meanCorruptionError: computeMeanCorruptionError(shares),
    relativeCorruptionError: baselineShares && computeMeanCorruptionError(shares, baselineShares),
  };
}

/** The evidence of the gate `robustness`; `null` if not all corruptions were scored. */
export function scoreSuite(result: RobustnessResult): RobustnessScore | null {
  return result.isPartial ? null : scoreRobustness(toFraction(result.clean, result.isError), toFractions(result));
}

function toFractions({ scores, isError }: Measured): readonly CorruptedScore[] {
  return scores.map((corrupted) => ({ ...corrupted, score: toFraction(corrupted.score, isError) }));
}

/** What is right, as a fraction: of an error rate, the rest. */
function toFraction(score: Score, isError: boolean): Score {
  if (!isError) return score;
  const { value, interval } = score;
  return { ...score, value: 1 - value, interval: interval && [1 - interval[1], 1 - interval[0]] };
}

/** The scores as a table: a row for each corruption, a value for each of the severities, `null` where there is none. */
export function groupScoresBySeverity(scores: readonly CorruptedScore[]) {
  const severities = [...new Set(scores.map(({ severity }) => severity))];
  const rows = [...Map.groupBy(scores, ({ corruption }) => corruption)].map(([corruption, own]) => ({
    corruption,
    values: severities.map((index) => own.find(({ severity }) => severity === index)?.score.value ?? null),
  }));
  return { severities, rows };
}
