import type { GateOutcome, GateRun } from '#core/gate/gate-outcome.ts';

/**
 * Computes the verdict from the gates at severity `error` that apply to the model. Without any, nothing is required, so
 * the verdict is `undecided`.
 */
export function computeVerdict(outcomes: readonly Pick<GateOutcome, 'severity' | 'state'>[]): GateRun['verdict'] {
  const states = new Set(outcomes.filter(({ severity }) => severity === 'error').map(({ state }) => state));
  states.delete('not-applicable');
  if (states.has('fail')) return 'fail';
  return states.size === 0 || states.has('not-measured') || states.has('inconclusive') ? 'undecided' : 'pass';
}
