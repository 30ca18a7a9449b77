import type { DetectionSettings, Task } from '#core/task/task.ts';
import { defaultMinScore } from './object-detection/detection.ts';

/** What the user chooses after a run. */
export interface ShownSettings {
  readonly detection: DetectionSettings;
  /** See `Task.aggregation`; `null` for the default. */
  readonly aggregation: string | null;
}

/** The part of a result that is shown and exported. */
export function selectShown<Result>(
  { filter, minScore: ownMinScore = defaultMinScore, aggregation }: Task<Result>,
  result: Result,
  settings: ShownSettings,
): Result {
  if (filter) return filter(result, settings.detection.minScore ?? ownMinScore);
  return aggregation?.select(result, settings.aggregation ?? aggregation.choices[0]!) ?? result;
}
