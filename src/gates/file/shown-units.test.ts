import { expect, test } from 'vitest';
import { getShownUnits } from './shown-units.ts';

test.each([
  ['bytes', 200_000_000, 200],
  ['fraction', 0.29, 29],
  ['fraction', 0.995, 99.5],
  ['ms', 100, 100],
] as const)('a limit in %s of %d is edited as %d', (unit, limit, shown) => {
  expect(getShownUnits(unit).fromUnit(limit)).toBe(shown);
  expect(getShownUnits(unit).toUnit(shown)).toBe(limit);
});
