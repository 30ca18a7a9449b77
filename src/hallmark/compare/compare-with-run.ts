import type { GateOutcome } from '#core/gate/gate-outcome.ts';
import { isScore } from './compare-runs.ts';
import { buildStatement, type EvaluatedRun } from '../sign/sign-hallmark.ts';
import { formatDataId } from '../checks/repetition-check.ts';
import { isSameValue } from '../checks/same-value.ts';
import type { HallmarkStatement, SignedRun } from '../statement/statement.ts';

/**
 * The change of a gate's value since a hallmark. `same`: by `isSameValue`. `not-compared`: one of the runs did not
 * measure it, or it is a time or memory on another machine.
 */
export type GateTrend = 'same' | 'better' | 'worse' | 'not-compared';

/** Parts of a run that can explain a change of values. */
export type RunComponent =
  | 'model'
  | 'baseline'
  | 'data'
  | 'gates'
  | 'app'
  | 'method'
  | 'engine'
  | 'device'
  | 'threads'
  | 'settings'
  | 'browser'
  | 'os'
  | 'cores'
  | 'gpu';

export interface SinceHallmark {
  readonly gates: readonly {
    readonly gate: GateOutcome;
    /** The result of the new run; `null` if its gate file does not contain the gate. */
    readonly now: GateOutcome | null;
    readonly trend: GateTrend;
  }[];
  /** The components that differ, before and after; an empty text if one run lacks the component. */
  readonly changes: readonly { readonly component: RunComponent; readonly before: string; readonly after: string }[];
  /** Whether the value of a required gate is worse. */
  readonly hasRegressed: boolean;
}

/**
 * Compares a new run with the values of a hallmark, and lists the changed components. It compares the intervals of both
 * runs: without the hallmark's items, no paired test is possible.
 * @throws AppError hallmark-invalid if the run cannot have a hallmark
 */
export function compareWithRun(hallmark: HallmarkStatement, evaluated: EvaluatedRun): SinceHallmark {
  const ownStatement = buildStatement(evaluated);
  const { gates: currentGates } = ownStatement.predicate.run;
  const [before, after] = [listRunComponents(hallmark), listRunComponents(ownStatement)];
  const isOtherMachine = (['os', 'cores', 'gpu'] as const).some((component) => before[component] !== after[component]);
  const gates = hallmark.predicate.run.gates.map((gate) => {
    const now = currentGates.find(({ gate: id, metric }) => id === gate.gate && metric === gate.metric) ?? null;
    return {
      gate,
      now,
      trend: isOtherMachine && !isScore(gate) ? ('not-compared' as const) : determineTrend(gate, now),
    };
  });
  const changes = (Object.keys(before) as RunComponent[])
    .filter((component) => before[component] !== after[component])
    .map((component) => ({ component, before: before[component], after: after[component] }));
  const hasRegressed = gates.some(({ gate, trend }) => trend === 'worse' && gate.severity === 'error');
  return { gates, changes, hasRegressed };
}

function determineTrend(before: GateOutcome, after: GateOutcome | null): GateTrend {
  if (!after || !('measured' in before) || !('measured' in after)) return 'not-compared';
  if (before.comparator !== after.comparator || before.unit !== after.unit) return 'not-compared';
  if (isSameValue(before, after)) return 'same';
  return after.measured > before.measured === (before.comparator === '>=') ? 'better' : 'worse';
}

export function listRunComponents({ subject, predicate }: HallmarkStatement): Readonly<Record<RunComponent, string>> {
  const { baseline, data, gateFile, run } = predicate;
  return {
    model: subject
      .map(({ digest }) => digest.sha256)
      .toSorted()
      .join(' '),
    baseline: baseline?.digest.sha256 ?? '',
    data: formatDataId(data),
    gates: gateFile.digest.sha256,
    ...listSetupComponents(run),
  };
}

/** Lists the app, method, engine, settings and machine of a run. */
export function listSetupComponents({
  app,
  method,
  target,
  settings,
  environment,
}: Pick<SignedRun, 'app' | 'method' | 'target' | 'settings' | 'environment'>) {
  return {
    app: `${app.version} (${app.commit})`,
    method,
    engine: `${target.engine} ${target.version} (${target.build})`,
    device: target.device,
    threads: String(target.threads),
    settings: Object.entries(settings)
      .map(([name, value]) => `${name}=${String(value)}`)
      .toSorted()
      .join(' '),
    browser: environment.kind === 'page' ? environment.browser : environment.program,
    os: environment.os,
    cores: String(environment.cores),
    gpu: formatGpu(environment.gpu),
  };
}

function formatGpu(gpu: SignedRun['environment']['gpu']): string {
  return gpu ? [gpu.vendor, gpu.architecture, ...(gpu.software ? ['software'] : [])].join(' ') : '';
}
