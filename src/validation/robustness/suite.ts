import type { Score, TaskEvaluation } from '#core/task/evaluation.ts';
import type { RobustnessScore } from '#gates/gate-evidence.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { Corruption } from './corruption.ts';
import { corruptions, type CorruptionId } from './corruptions/index.ts';
import { computeMeanCorruptionError, computeRobustnessScore, type CorruptedScore } from './corrupted-scores.ts';

/** The result of the robustness suite. Plain JSON. */
export interface RobustnessResult {
  /** The main score of the task. */
  readonly metric: string;
  /** Whether a smaller value is better. */
  readonly isError: boolean;
  /** The score of the same items without corruption. */
  readonly clean: Score;
  /**
   * One score for each corruption and severity whose items all ran; the severities of a corruption in ascending order.
   */
  readonly scores: readonly CorruptedScore[];
  /** `null` if no corruption was scored. */
  readonly meanCorruptionError: number | null;
  /**
   * The mean corruption error relative to a baseline on the same corrupted items, as in ImageNet-C; `null` without a
   * baseline, or if it has no errors for a corruption.
   */
  readonly relativeCorruptionError: number | null;
  /** The outcomes of hostile inputs; empty for a model without tensor inputs. */
  readonly hostile: readonly HostileResult[];
  /** Number of items that ran without corruption but failed with one. */
  readonly failed: number;
  /** Whether some corruptions were not scored, for example because the run was stopped. */
  readonly isPartial: boolean;
}

/**
 * Lists the corruptions after which labels of this kind are still valid: geometric ones are valid only for class
 * labels.
 */
export function listValidCorruptions(
  input: 'image' | 'audio' | 'text',
  label: TaskEvaluation<unknown, unknown>['label'],
): readonly CorruptionId[] {
  return (Object.keys(corruptions) as CorruptionId[]).filter((id) => {
    const corruption: Corruption = corruptions[id];
    if (label === 'tags') return false; // corrupted words no longer match the tagged words
    if (input !== 'image') return corruption.kind === input;
    if (corruption.kind !== 'image' && corruption.kind !== 'image-codec') return false;
    return label === 'class' || !corruption.isGeometric;
  });
}

type MeasuredRobustness = Omit<RobustnessResult, 'meanCorruptionError' | 'relativeCorruptionError'>;

/**
 * Adds the mean corruption errors to a measured result.
 * @param baselineScores the scores of the baseline on the same items; `null` without a baseline
 */
export function createRobustnessResult(
  measured: MeasuredRobustness,
  baselineScores: readonly CorruptedScore[] | null = null,
): RobustnessResult {
  const fractions = toFractions(measured);
  const baselineFractions = baselineScores && toFractions({ ...measured, scores: baselineScores });
  return {
    ...measured,
    meanCorruptionError: computeMeanCorruptionError(fractions),
    relativeCorruptionError: baselineFractions && computeMeanCorruptionError(fractions, baselineFractions),
  };
}

/** Creates the evidence of the gate `robustness`; `null` if not all corruptions were scored. */
export function createRobustnessEvidence(result: RobustnessResult): RobustnessScore | null {
  return result.isPartial
    ? null
    : computeRobustnessScore(toFraction(result.clean, result.isError), toFractions(result));
}

function toFractions({ scores, isError }: MeasuredRobustness): readonly CorruptedScore[] {
  return scores.map((corrupted) => ({ ...corrupted, score: toFraction(corrupted.score, isError) }));
}

/** Converts a score to the fraction that is correct: 1 minus an error rate. */
function toFraction(score: Score, isError: boolean): Score {
  if (!isError) return score;
  const { value, interval } = score;
  return { ...score, value: 1 - value, interval: interval && [1 - interval[1], 1 - interval[0]] };
}

/**
 * Groups scores as a table with a row for each corruption and a value for each severity; `null` where there is no
 * score.
 */
export function groupScoresBySeverity(scores: readonly CorruptedScore[]) {
  const severities = [...new Set(scores.map(({ severity }) => severity))];
  const rows = [...Map.groupBy(scores, ({ corruption }) => corruption)].map(([corruption, corruptionScores]) => ({
    corruption,
    values: severities.map((index) => corruptionScores.find(({ severity }) => severity === index)?.score.value ?? null),
  }));
  return { severities, rows };
}
