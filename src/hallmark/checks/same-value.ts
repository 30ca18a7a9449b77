import { getIntervalEnds, type MeasuredGate } from '#core/gate/gate-outcome.ts';

/**
 * The relative difference of values without sampling error that counts as none: the memory that an engine takes is not
 * the same in every run. A choice, not a measurement.
 */
const exactTolerance = 0.01;

/**
 * Whether two runs measured the same: the interval of the difference of the values contains 0. It follows from the
 * intervals of both (MOVER, Zou & Donner 2008, 10.1002/sim.3095; of proportions: Newcombe 1998, method 10), which need
 * not be symmetric, and has their confidence.
 */
export function isSameValue(a: MeasuredGate, b: MeasuredGate): boolean {
  const [smaller, larger] = a.measured <= b.measured ? [a, b] : [b, a];
  const difference = larger.measured - smaller.measured;
  if (a.interval === 'exact' && b.interval === 'exact') {
    return difference <= exactTolerance * Math.max(Math.abs(smaller.measured), Math.abs(larger.measured));
  }
  // The bootstrap of a biased score can exclude its value.
  const above = Math.max(0, getIntervalEnds(smaller).high - smaller.measured);
  const below = Math.max(0, larger.measured - getIntervalEnds(larger).low);
  return difference <= Math.hypot(above, below);
}
