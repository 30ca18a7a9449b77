import type { GateUnit } from '#core/gate/gate-outcome.ts';
import type { Gate } from '../gate.ts';

/** The plausible limits in each unit; a number beyond them is probably in another unit, or a typing error. */
export const limitRanges: Readonly<Record<GateUnit, readonly [min: number, max: number]>> = {
  fraction: [0, 1],
  ratio: [0, 1_000],
  ms: [0, 3_600_000],
  bytes: [0, 1e13],
  'per-second': [0, 1e9],
  'tokens-per-second': [0, 1e6],
  count: [0, 1e6],
  watts: [0, 10_000],
  number: [0, 1e6],
};

/** Returns whether every value that the gate can measure meets the limit. */
export function isAlwaysMet({ comparator, unit, maxValue = Infinity }: Gate, limit: number): boolean {
  return comparator === '>=' ? limit <= limitRanges[unit][0] : limit >= maxValue;
}
