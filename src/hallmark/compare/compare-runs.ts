import type { GateOutcome, MeasuredGate } from '#core/gate/gate-outcome.ts';
import { isSameValue } from '../checks/same-value.ts';
import type { SignedRun } from '../statement/statement.ts';

/**
 * The comparison of a gate's outcome on another device. `device`: the outcome differs, and depends on the device, e.g.
 * for a time limit.
 */
export type GateAgreement = 'agrees' | 'differs' | 'device' | 'not-compared';

/** The outcomes of a hallmark's gates on another device. */
export interface RunAgreement {
  readonly gates: readonly {
    readonly gate: GateOutcome;
    readonly other: GateOutcome | null;
    readonly agreement: GateAgreement;
  }[];
  /** Whether every score of the hallmark agrees, and at least one gate does. */
  readonly isReproduced: boolean;
}

/** The fraction of the items that one of two runs may lack. Heuristic, not measured. */
const maxMissingItems = 0.1;

/**
 * Compares the runs of two devices on the same model, data and gate file. A score must have the same outcome and the
 * same value (`isSameValue`), because it depends on the model and the data. For other gates only the outcome is
 * compared, because times and memory depend on the device: a different outcome contradicts the hallmark only if one
 * verdict is a pass and the other a fail.
 */
export function compareRuns(original: SignedRun, other: SignedRun): RunAgreement {
  const gates = original.gates.map((gate) => {
    const counterpart = other.gates.find(({ gate: id, metric }) => id === gate.gate && metric === gate.metric) ?? null;
    return { gate, other: counterpart, agreement: compareOutcomes(gate, counterpart) };
  });
  const verdicts = new Set([original.verdict, other.verdict]);
  const isContradicted =
    original.gates.length !== other.gates.length ||
    (verdicts.has('pass') && verdicts.has('fail')) ||
    gates.some(
      ({ gate, other: counterpart, agreement }) =>
        agreement === 'differs' ||
        !counterpart ||
        (agreement === 'not-compared' && isScore(gate) && 'measured' in gate),
    );
  return { gates, isReproduced: !isContradicted && gates.some(({ agreement }) => agreement === 'agrees') };
}

/** Returns whether a gate scores results on the data; a metric such as `p90` is a percentile of times. */
export const isScore = ({ metric }: GateOutcome) => metric !== undefined && !/^p\d+$/.test(metric);

function compareOutcomes(a: GateOutcome, b: GateOutcome | null): GateAgreement {
  if (!b || !('measured' in a) || !('measured' in b)) return 'not-compared';
  if (a.limit !== b.limit || a.severity !== b.severity) return 'differs'; // the gate files differ
  if (!isScore(a)) return a.state === b.state ? 'agrees' : 'device';
  return a.state === b.state && haveComparableItems(a, b) && isSameValue(a, b) ? 'agrees' : 'differs';
}

/** Returns whether two runs scored the same items, except for a few that one device could not run. */
function haveComparableItems({ n: a }: MeasuredGate, { n: b }: MeasuredGate): boolean {
  return Math.min(a, b) >= (1 - maxMissingItems) * Math.max(a, b);
}
