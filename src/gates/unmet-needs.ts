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
  readonly hasLoadTest: boolean;
  readonly hasSustainedRun: boolean;
  /** Whether the files of the candidate can be scanned; those of a bundled model cannot. */
  readonly hasModelFiles: boolean;
}

/** Evidence that a run will lack, so gates cannot be measured. */
export type UnmetNeed =
  | { readonly code: 'baseline' | 'load-test' | 'sustained-run' | 'model-files'; readonly gates: readonly GateId[] }
  | { readonly code: 'items'; readonly gates: readonly GateId[]; readonly needs: number };

/** Lists the needs of the gates of a file that a run will not meet. */
export function listUnmetNeeds({ settings }: Pick<GateFile, 'settings'>, run: PlannedRun): UnmetNeed[] {
  const { items } = run;
  const listGates = (unmet: (gate: GateId) => boolean) => settings.map(({ gate }) => gate).filter(unmet);
  const withoutBaseline = run.hasBaseline ? [] : listGates((gate) => getGate(gate).isRelative);
  const shortGates =
    items === null
      ? []
      : settings.filter((setting) => countItemsNeeded(setting) > items && !withoutBaseline.includes(setting.gate));
  const needs: UnmetNeed[] = [
    { code: 'baseline', gates: withoutBaseline },
    {
      code: 'items',
      gates: shortGates.map(({ gate }) => gate),
      needs: Math.max(0, ...shortGates.map(countItemsNeeded)),
    },
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

/** Counts the items that must run for the samples of a gate; 0 if items are not its samples. */
function countItemsNeeded({ gate, minSamples = 0, percentile }: GateSetting): number {
  const { sampledBy } = getGate(gate);
  if (sampledBy === undefined) return 0;
  const samples = percentile === undefined ? minSamples : Math.max(minSamples, getMinSamples(percentile));
  return sampledBy === 'timed-item' ? samples + warmupItems : samples;
}
