import type { Metric } from '#core/task/evaluation.ts';
import { warmupItems } from '#core/report/task-report.ts';
import type { GateFile } from './file/gate-file.ts';
import type { GateSetting } from './file/gate-setting.ts';
import { getGate, type GateId } from './index.ts';
import { getMinSamples } from './measure/measure-percentile.ts';

/** Properties of a run that are known before it starts. */
export interface PlannedRun {
  readonly hasBaseline: boolean;
  /** The number of items that will run; `null` if it is not known yet. */
  readonly items: number | null;
  /** The metrics of the task, the main one first. */
  readonly metrics: readonly Pick<Metric<unknown>, 'id' | 'isCorrect'>[];
  readonly hasLoadTest: boolean;
  readonly hasSustainedRun: boolean;
  /** Whether the files of the candidate can be scanned; those of a bundled model cannot. */
  readonly hasModelFiles: boolean;
}

/** Evidence that a run will lack, so gates cannot be measured or, with too few items, cannot pass. */
export type UnmetNeed =
  | { readonly code: 'baseline' | 'load-test' | 'sustained-run' | 'model-files'; readonly gates: readonly GateId[] }
  | {
      readonly code: 'items';
      readonly gates: readonly GateId[];
      /** The number of items that each gate needs. */
      readonly needs: Partial<Readonly<Record<GateId, number>>>;
    };

/** Lists the needs of the gates of a file that a run will not meet. */
export function listUnmetNeeds({ settings }: Pick<GateFile, 'settings'>, run: PlannedRun): UnmetNeed[] {
  const { items } = run;
  const listGates = (unmet: (gate: GateId) => boolean) => settings.map(({ gate }) => gate).filter(unmet);
  const withoutBaseline = run.hasBaseline ? [] : listGates((gate) => getGate(gate).isRelative);
  const itemNeeds = settings
    .map((setting) => [setting.gate, countItemsNeeded(setting, run.metrics)] as const)
    .filter(([gate, needs]) => items !== null && needs > items && !withoutBaseline.includes(gate));
  const needs: UnmetNeed[] = [
    { code: 'baseline', gates: withoutBaseline },
    { code: 'items', gates: itemNeeds.map(([gate]) => gate), needs: Object.fromEntries(itemNeeds) },
    {
      code: 'load-test',
      gates: run.hasLoadTest ? [] : listGates((gate) => getGate(gate).performanceTest === 'load-test'),
    },
    {
      code: 'sustained-run',
      gates: run.hasSustainedRun ? [] : listGates((gate) => getGate(gate).performanceTest === 'sustained-run'),
    },
    { code: 'model-files', gates: run.hasModelFiles ? [] : listGates((gate) => gate === 'security-findings') },
  ];
  return needs.filter(({ gates }) => gates.length > 0);
}

/** Counts the items that must run so that a gate can pass; 0 if items are not its samples. */
function countItemsNeeded(setting: GateSetting, metrics: PlannedRun['metrics']): number {
  const { gate, minSamples = 0, percentile, limit } = setting;
  const { sampledBy, countItemsToPass } = getGate(gate);
  if (sampledBy === undefined) return 0;
  const samples = percentile === undefined ? minSamples : Math.max(minSamples, getMinSamples(percentile));
  if (sampledBy === 'timed-item') return samples + warmupItems;
  const metric = setting.metric === undefined ? metrics[0] : metrics.find(({ id }) => id === setting.metric);
  return Math.max(samples, metric?.isCorrect ? (countItemsToPass?.(limit) ?? 0) : 0);
}
