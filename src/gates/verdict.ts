import type { GateResult, GateRun } from '#core/gate.ts';

/** Only gates at severity error decide: without any, nothing is required, and there is nothing to pass. */
export function verdictOf(results: readonly Pick<GateResult, 'severity' | 'state'>[]): GateRun['verdict'] {
  const states = new Set(results.filter(({ severity }) => severity === 'error').map(({ state }) => state));
  if (states.has('fail')) return 'fail';
  return states.size === 0 || states.has('not-measured') || states.has('inconclusive') ? 'undecided' : 'pass';
}
