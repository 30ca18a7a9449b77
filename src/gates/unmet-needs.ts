import type { GateFile } from './file/gate-file.ts';
import { getGate, type GateId } from './index.ts';

/** What is known of a run before it starts. */
export interface PlannedRun {
  readonly hasBaseline: boolean;
  /** Items that will run; `null` if not known yet. */
  readonly items: number | null;
  readonly hasLoadTest: boolean;
  readonly hasSustainedRun: boolean;
}

/** What a run lacks for gates, so they cannot be measured. */
export type UnmetNeed =
  | { readonly code: 'baseline' | 'load-test' | 'sustained-run'; readonly gates: readonly GateId[] }
  | { readonly code: 'items'; readonly gates: readonly GateId[]; readonly needs: number };

/** What the gates of a file need and a run will not have. */
export function listUnmetNeeds({ settings }: Pick<GateFile, 'settings'>, run: PlannedRun): UnmetNeed[] {
  const { items } = run;
  const those = (unmet: (gate: GateId) => boolean) => settings.map(({ gate }) => gate).filter(unmet);
  const withoutBaseline = run.hasBaseline ? [] : those((gate) => getGate(gate).isRelative);
  const short =
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
      gates: short.map(({ gate }) => gate),
      needs: Math.max(0, ...short.map(({ minSamples = 0 }) => minSamples)),
    },
    { code: 'load-test', gates: run.hasLoadTest ? [] : those((gate) => getGate(gate).performanceTest === 'load-test') },
    {
      code: 'sustained-run',
      gates: run.hasSustainedRun ? [] : those((gate) => getGate(gate).performanceTest === 'sustained-run'),
    },
  ];
  return needs.filter(({ gates }) => gates.length > 0);
}
