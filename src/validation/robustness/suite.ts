import type { ItemLabel, Score } from '#core/evaluation.ts';
import type { RobustnessFigure } from '#gates/evidence.ts';
import type { Corruption } from './corruption.ts';
import { corruptions, type CorruptionId } from './corruptions/index.ts';
import { meanCorruptionError, robustnessFigure, type CorruptedScore } from './corrupted-scores.ts';

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
  /** Items that ran without corruption, but not with one. */
  readonly failed: number;
  /** Whether not all corruptions were scored, e.g. because the run was stopped. */
  readonly isPartial: boolean;
}

/** The corruptions of images that leave labels of this kind valid: only a class survives that objects move or are cut off. */
export function corruptionsOfImages(label: ItemLabel['kind']): readonly CorruptionId[] {
  return (Object.keys(corruptions) as CorruptionId[]).filter((id) => {
    const corruption: Corruption = corruptions[id];
    if (corruption.kind !== 'image' && corruption.kind !== 'image-codec') return false;
    return label === 'class' || !corruption.isGeometric;
  });
}

type Measured = Omit<RobustnessResult, 'meanCorruptionError'>;

/** Completes what was measured with the mean corruption error. */
export function robustnessResult(measured: Measured): RobustnessResult {
  return { ...measured, meanCorruptionError: meanCorruptionError(sharesOf(measured)) };
}

/** The evidence of the gate `robustness`; `null` if not all corruptions were scored. */
export function suiteFigure(result: RobustnessResult): RobustnessFigure | null {
  return result.isPartial ? null : robustnessFigure(shareOf(result.clean, result.isError), sharesOf(result));
}

function sharesOf({ scores, isError }: Measured): readonly CorruptedScore[] {
  return scores.map((corrupted) => ({ ...corrupted, score: shareOf(corrupted.score, isError) }));
}

/** What is right, as a share: of an error rate, the rest. */
function shareOf(score: Score, isError: boolean): Score {
  if (!isError) return score;
  const { value, interval } = score;
  return { ...score, value: 1 - value, interval: interval && [1 - interval[1], 1 - interval[0]] };
}

/** The scores as a table: a row for each corruption, a value for each of the severities, `null` where there is none. */
export function scoresBySeverity(scores: readonly CorruptedScore[]) {
  const severities = [...new Set(scores.map(({ severity }) => severity))];
  const rows = [...Map.groupBy(scores, ({ corruption }) => corruption)].map(([corruption, own]) => ({
    corruption,
    values: severities.map((at) => own.find(({ severity }) => severity === at)?.score.value ?? null),
  }));
  return { severities, rows };
}
