import type { GateResult, GateRun } from '#core/gate.ts';

/** Only gates at level error decide. */
export function verdictOf(results: readonly Pick<GateResult, 'level' | 'state'>[]): GateRun['verdict'] {
  const states = new Set(results.filter(({ level }) => level === 'error').map(({ state }) => state));
  if (states.has('fail')) return 'fail';
  return states.has('not-measured') || states.has('inconclusive') ? 'undecided' : 'pass';
}
