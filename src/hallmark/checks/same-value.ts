import { getIntervalEnds, type MeasuredGate } from '#core/gate/gate-outcome.ts';

/**
 * The tolerated relative difference of values without sampling error: the memory use of an engine varies between runs.
 * Heuristic, not measured.
 */
const exactTolerance = 0.01;

/**
 * Returns whether two runs measured the same value: the interval of the difference contains 0. It is computed from both
 * intervals, which need not be symmetric, and has their confidence (MOVER, Zou & Donner 2008, 10.1002/sim.3095; for
 * proportions: Newcombe 1998, method 10).
 */
export function isSameValue(a: MeasuredGate, b: MeasuredGate): boolean {
  const [smaller, larger] = a.measured <= b.measured ? [a, b] : [b, a];
  const difference = larger.measured - smaller.measured;
  if (a.interval === 'exact' && b.interval === 'exact') {
    return difference <= exactTolerance * Math.max(Math.abs(smaller.measured), Math.abs(larger.measured));
  }
  // The bootstrap interval of a biased score can exclude its value.
  const above = Math.max(0, getIntervalEnds(smaller).high - smaller.measured);
  const below = Math.max(0, larger.measured - getIntervalEnds(larger).low);
  return difference <= Math.hypot(above, below);
}
