import { computeMargin, type GateOutcome, type GateResult } from '#core/gate/gate-outcome.ts';

/** The result of a gate with its margin, which a statement does not contain. */
export function toGateResult(outcome: GateOutcome): GateResult {
  return 'measured' in outcome ? { ...outcome, margin: computeMargin(outcome, outcome.measured) } : outcome;
}
