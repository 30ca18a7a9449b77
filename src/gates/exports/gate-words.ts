import type { GateResult, GateRun } from '#core/gate/gate-outcome.ts';

/** The texts of exports in one language: `src/words/<language>/gates/gate-results.ts`. */
export interface GateWords {
  readonly title: (result: Pick<GateResult, 'gate' | 'metric'>) => string;
  readonly sentence: (result: GateResult) => string;
  readonly measured: (result: GateResult) => string;
  readonly required: (result: GateResult) => string;
  readonly states: Readonly<Record<GateResult['state'] | GateRun['verdict'], string>>;
  /** The state of a gate, marked as a warning if its severity is `warn` and it does not pass. */
  readonly state: (result: Pick<GateResult, 'severity' | 'state'>) => string;
  /** The verdict, with the missing evidence. */
  readonly verdict: (run: Pick<GateRun, 'verdict' | 'results'>) => string;
  readonly grade: (thousandths: number) => string;
  readonly markdown: {
    readonly heading: (candidate: string) => string;
    readonly columns: readonly [gate: string, result: string, measured: string, required: string];
    readonly gateFile: (sha256: string, readAt: string) => string;
  };
}
