import type { DetectionSettings, Task } from '#core/task/task.ts';
import { defaultMinScore } from './object-detection/detection.ts';

/** Settings that a user can change after a run, because they only select a part of its result. */
export interface ResultSettings {
  readonly detection: DetectionSettings;
  /** See `Task.aggregation`; `null` for the default. */
  readonly aggregation: string | null;
}

/** Selects the part of a result that is shown and exported. */
export function applyResultSettings<Result>(
  { filter, minScore: taskMinScore = defaultMinScore, aggregation }: Task<Result>,
  result: Result,
  settings: ResultSettings,
): Result {
  if (filter) return filter(result, settings.detection.minScore ?? taskMinScore);
  return aggregation?.select(result, settings.aggregation ?? aggregation.choices[0]!) ?? result;
}
