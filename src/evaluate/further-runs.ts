import type { EvaluationItem } from './evaluation-item.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { runSustained } from './run-sustained.ts';
import type { EvaluatingModel } from './run-dataset.ts';
import type { RunStep } from './run-step.ts';
import { runLoadTest } from './run-load-test.ts';
import type { GateEvidence } from '#gates/evidence.ts';
import type { GateFile } from '#gates/file/gate-file.ts';

/** The runs after the items, which some gates need. */
export interface FurtherRuns {
  /** Concurrent requests of the load test; 0 for none. */
  readonly concurrency: number;
  /** Duration of the sustained run; 0 for none. */
  readonly sustainedS: number;
}

/** The runs that were requested; `null` for what the gates need. */
interface RequestedRuns {
  readonly stress: number | null;
  readonly stability: number | null;
}

export const defaultConcurrency = 4;
/** The shortest time that the gate `slowdown` accepts. */
export const defaultSustainedS = 600;

/**
 * As the link says; otherwise a load test if a gate needs one, and a sustained run if a required gate does: it takes ten
 * minutes.
 */
export function furtherRuns(
  { stress, stability }: RequestedRuns,
  { settings }: Pick<GateFile, 'settings'>,
): FurtherRuns {
  const requiresLoadTest = settings.some(({ gate }) => gate === 'stress-throughput' || gate === 'stress-errors');
  const requiresSustainedRun = settings.some(({ gate, severity }) => gate === 'slowdown' && severity === 'error');
  return {
    concurrency: stress ?? (requiresLoadTest ? defaultConcurrency : 0),
    sustainedS: stability ?? (requiresSustainedRun ? defaultSustainedS : 0),
  };
}

/**
 * Runs the items that ran without an error under load, and then for a long time.
 * @param begin starts a step; returns `null` if the run was stopped
 */
export async function runFurther(
  { concurrency, sustainedS }: FurtherRuns,
  model: EvaluatingModel<EvaluationItem>,
  items: readonly EvaluationItem[],
  ran: readonly EvaluatedItem[],
  begin: (stage: 'loadTest' | 'sustained') => RunStep | null,
): Promise<Pick<GateEvidence, 'stress' | 'sustainedRun'>> {
  const usable = items.filter((_, index) => ran[index] && !('error' in ran[index]));
  if (usable.length === 0) return {};
  const on = { items: usable, model };
  const load = concurrency > 0 ? begin('loadTest') : null;
  const stress = load && (await runLoadTest({ ...load, ...on, concurrency }));
  const long = sustainedS > 0 ? begin('sustained') : null;
  const sustainedRun = long && (await runSustained({ ...long, ...on, durationMs: sustainedS * 1000 }));
  return { ...(stress && { stress }), ...(sustainedRun && { sustainedRun }) };
}
