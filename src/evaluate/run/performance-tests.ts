import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { GateEvidence } from '#gates/gate-evidence.ts';
import type { GateFile } from '#gates/file/gate-file.ts';
import { getGate } from '#gates/index.ts';
import type { EvaluationItem } from '../items/evaluation-item.ts';
import type { EvaluatingModel } from './run-dataset.ts';
import { runLoadTest } from './run-load-test.ts';
import type { RunStep } from './run-step.ts';
import { runSustained } from './run-sustained.ts';

/** The load test and the sustained run, which follow the items if gates need them. */
export interface PerformanceTests {
  /** Concurrent requests of the load test; 0 for none. */
  readonly concurrency: number;
  /** Duration of the sustained run; 0 for none. */
  readonly sustainedS: number;
}

/** The requested tests; `null` for those that the gates need. */
type RequestedTests = { readonly [Test in keyof PerformanceTests]: number | null };

export const defaultConcurrency = 4;
/** The minimum duration that the gate `sustained-slowdown` accepts. */
export const defaultSustainedS = 600;

/**
 * Returns the tests to run. Unless requested otherwise, a load test runs if any gate needs it, and a sustained run,
 * which takes ten minutes, if a gate of severity `error` needs it.
 */
export function listPerformanceTests(
  { concurrency, sustainedS }: RequestedTests,
  { settings }: Pick<GateFile, 'settings'>,
): PerformanceTests {
  const needsLoadTest = settings.some(({ gate }) => getGate(gate).performanceTest === 'load-test');
  const needsSustainedRun = settings.some(
    ({ gate, severity }) => getGate(gate).performanceTest === 'sustained-run' && severity === 'error',
  );
  return {
    concurrency: concurrency ?? (needsLoadTest ? defaultConcurrency : 0),
    sustainedS: sustainedS ?? (needsSustainedRun ? defaultSustainedS : 0),
  };
}

/**
 * Runs the tests on the items that succeeded.
 * @param beginStage starts a test; returns `null` if the run was stopped
 */
export async function runPerformanceTests(
  { concurrency, sustainedS }: PerformanceTests,
  model: EvaluatingModel<EvaluationItem>,
  items: readonly EvaluationItem[],
  evaluated: readonly EvaluatedItem[],
  beginStage: (stage: 'loadTest' | 'sustained') => RunStep | null,
): Promise<Pick<GateEvidence, 'loadTest' | 'sustainedRun'>> {
  const usable = items.filter((_, index) => evaluated[index] && !('error' in evaluated[index]));
  if (usable.length === 0) return {};
  const subject = { items: usable, model };
  const loadStep = concurrency > 0 ? beginStage('loadTest') : null;
  const loadTest = loadStep && (await runLoadTest({ ...loadStep, ...subject, concurrency }));
  const sustainedStep = sustainedS > 0 ? beginStage('sustained') : null;
  const sustainedRun =
    sustainedStep && (await runSustained({ ...sustainedStep, ...subject, durationMs: sustainedS * 1000 }));
  return { ...(loadTest && { loadTest }), ...(sustainedRun && { sustainedRun }) };
}
