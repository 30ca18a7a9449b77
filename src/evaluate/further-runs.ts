import type { EvaluationItem } from './evaluation-item.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { runLong } from './run-long.ts';
import type { EvaluatingModel } from './run-set.ts';
import type { RunStep } from './run-step.ts';
import { runUnderLoad } from './run-under-load.ts';
import type { GateEvidence } from '#gates/evidence.ts';
import type { GateFile } from '#gates/file/gate-file.ts';

/** The runs after the items, which some gates need. */
export interface FurtherRuns {
  /** Concurrent callers of the run under load; 0 for none. */
  readonly callers: number;
  /** Duration of the long run; 0 for none. */
  readonly stabilityS: number;
}

/** The runs that were requested; `null` for what the gates need. */
interface RequestedRuns {
  readonly stress: number | null;
  readonly stability: number | null;
}

export const defaultCallers = 4;
/** The shortest time that the gate `slowdown` accepts. */
export const defaultStabilityS = 600;

/**
 * As the link says; otherwise a run under load if a gate needs one, and a long run if a required gate does: it takes ten
 * minutes.
 */
export function furtherRuns(
  { stress, stability }: RequestedRuns,
  { settings }: Pick<GateFile, 'settings'>,
): FurtherRuns {
  const needsStress = settings.some(({ gate }) => gate === 'stress-throughput' || gate === 'stress-errors');
  const needsLongRun = settings.some(({ gate, severity }) => gate === 'slowdown' && severity === 'error');
  return {
    callers: stress ?? (needsStress ? defaultCallers : 0),
    stabilityS: stability ?? (needsLongRun ? defaultStabilityS : 0),
  };
}

/**
 * Runs the items that ran without an error under load, and then for a long time.
 * @param begin starts a step; returns `null` if the run was stopped
 */
export async function runFurther(
  { callers, stabilityS }: FurtherRuns,
  model: EvaluatingModel<EvaluationItem>,
  items: readonly EvaluationItem[],
  ran: readonly EvaluatedItem[],
  begin: (part: 'load' | 'long') => RunStep | null,
): Promise<Pick<GateEvidence, 'stress' | 'longRun'>> {
  const usable = items.filter((_, index) => ran[index] && !('error' in ran[index]));
  if (usable.length === 0) return {};
  const on = { items: usable, model };
  const load = callers > 0 ? begin('load') : null;
  const stress = load && (await runUnderLoad({ ...load, ...on, callers }));
  const long = stabilityS > 0 ? begin('long') : null;
  const longRun = long && (await runLong({ ...long, ...on, durationMs: stabilityS * 1000 }));
  return { ...(stress && { stress }), ...(longRun && { longRun }) };
}
