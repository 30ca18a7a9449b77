import type { GateFile } from './file/gate-file.ts';
import { getGate, type GateId } from './index.ts';

/** Properties of a run that are known before it starts. */
export interface PlannedRun {
  readonly hasBaseline: boolean;
  /** The number of items that will run; `null` if it is not known yet. */
  readonly items: number | null;
  readonly hasLoadTest: boolean;
  readonly hasSustainedRun: boolean;
}

/** Evidence that a run will lack, so gates cannot be measured. */
export type UnmetNeed =
  | { readonly code: 'baseline' | 'load-test' | 'sustained-run'; readonly gates: readonly GateId[] }
  | { readonly code: 'items'; readonly gates: readonly GateId[]; readonly needs: number };

/** Lists the needs of the gates of a file that a run will not meet. */
export function listUnmetNeeds({ settings }: Pick<GateFile, 'settings'>, run: PlannedRun): UnmetNeed[] {
  const { items } = run;
  const listGates = (unmet: (gate: GateId) => boolean) => settings.map(({ gate }) => gate).filter(unmet);
  const withoutBaseline = run.hasBaseline ? [] : listGates((gate) => getGate(gate).isRelative);
  const shortGates =
    items === null
      ? []
      : settings.filter(
          ({ gate, minSamples = 0 }) =>
            getGate(gate).isSampledByItem && minSamples > items && !withoutBaseline.includes(gate),
        );
  const needs: UnmetNeed[] = [
    { code: 'baseline', gates: withoutBaseline },
    {
      code: 'items',
      gates: shortGates.map(({ gate }) => gate),
      needs: Math.max(0, ...shortGates.map(({ minSamples = 0 }) => minSamples)),
    },
    {
      code: 'load-test',
      gates: run.hasLoadTest ? [] : listGates((gate) => getGate(gate).performanceTest === 'load-test'),
    },
    {
      code: 'sustained-run',
      gates: run.hasSustainedRun ? [] : listGates((gate) => getGate(gate).performanceTest === 'sustained-run'),
    },
  ];
  return needs.filter(({ gates }) => gates.length > 0);
}
