import { computeMargin, type GateOutcome, type GateResult } from '#core/gate/gate-outcome.ts';

/** Adds the margin, which a statement does not contain. */
export function toGateResult(outcome: GateOutcome): GateResult {
  return 'measured' in outcome ? { ...outcome, margin: computeMargin(outcome, outcome.measured) } : outcome;
}
