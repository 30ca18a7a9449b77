import { marginOf, type GateResult } from '#core/gate.ts';
import type { GateOutcome } from './statement.ts';

/** The result of a gate with its margin, which a statement does not contain. */
export function gateResultOf(outcome: GateOutcome): GateResult {
  if (outcome.state === 'not-measured') return outcome;
  return { ...outcome, margin: marginOf(outcome, outcome.measured) };
}
