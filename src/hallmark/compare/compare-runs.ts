import type { GateOutcome, MeasuredGate } from '#core/gate/gate-outcome.ts';
import { isSameValue } from '../checks/same-value.ts';
import type { SignedRun } from '../statement/statement.ts';

/**
 * How the outcome of a gate on another device compares. `device`: it is another one, of a gate such as a time limit,
 * whose outcome depends on the device.
 */
export type GateAgreement = 'agrees' | 'differs' | 'device' | 'not-compared';

/** The outcomes of a hallmark's gates on another device. */
export interface RunAgreement {
  readonly gates: readonly {
    readonly gate: GateOutcome;
    readonly other: GateOutcome | null;
    readonly agreement: GateAgreement;
  }[];
  /** Whether every score agrees that the hallmark states, and at least one gate does. */
  readonly isReproduced: boolean;
}

/** Fraction of the items that one of two runs may lack. A choice, not a measurement. */
const maxMissingItems = 0.1;

/**
 * Compares the runs of two devices on the same model, data and gate file. A score must have the
 * same outcome and the same value (`isSameValue`), since it belongs to the model and the data. For other gates
 * only the outcome is compared, and another one contradicts the hallmark only if it turns a pass into a fail: times and
 * memory belong to the device.
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

/** Whether a gate scores results against the data; a metric such as `p90` is a percentile of times. */
export const isScore = ({ metric }: GateOutcome) => metric !== undefined && !/^p\d+$/.test(metric);

function compareOutcomes(a: GateOutcome, b: GateOutcome | null): GateAgreement {
  if (!b || !('measured' in a) || !('measured' in b)) return 'not-compared';
  if (a.limit !== b.limit || a.severity !== b.severity) return 'differs'; // of another gate file
  if (!isScore(a)) return a.state === b.state ? 'agrees' : 'device';
  return a.state === b.state && haveComparableItems(a, b) && isSameValue(a, b) ? 'agrees' : 'differs';
}

/** Runs on the same sample score the same items, except for a few that one device could not run. */
function haveComparableItems({ n: a }: MeasuredGate, { n: b }: MeasuredGate): boolean {
  return Math.min(a, b) >= (1 - maxMissingItems) * Math.max(a, b);
}
