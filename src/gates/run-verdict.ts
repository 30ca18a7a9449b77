import type { GateOutcome, GateRun } from '#core/gate/gate-outcome.ts';

/**
 * Only gates at severity error that apply to the model decide: without any, nothing is required, and there is nothing to
 * pass.
 */
export function computeVerdict(outcomes: readonly Pick<GateOutcome, 'severity' | 'state'>[]): GateRun['verdict'] {
  const states = new Set(outcomes.filter(({ severity }) => severity === 'error').map(({ state }) => state));
  states.delete('not-applicable');
  if (states.has('fail')) return 'fail';
  return states.size === 0 || states.has('not-measured') || states.has('inconclusive') ? 'undecided' : 'pass';
}
