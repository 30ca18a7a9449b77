import { marginOf, type GateOutcome, type GateResult } from '#core/gate/gate-outcome.ts';

/** The result of a gate with its margin, which a statement does not contain. */
export function gateResultOf(outcome: GateOutcome): GateResult {
  return 'measured' in outcome ? { ...outcome, margin: marginOf(outcome, outcome.measured) } : outcome;
}
