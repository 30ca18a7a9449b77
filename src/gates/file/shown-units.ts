import type { GateUnit } from '#core/gate/gate-outcome.ts';

/** Factors from a unit to the unit that the user edits: per cent and megabytes. */
const factors: Partial<Record<GateUnit, number>> = { fraction: 100, bytes: 1e-6 };

/**
 * Returns conversions of limits between the unit of a gate file and the unit that the user edits, without rounding
 * errors.
 */
export function getShownUnits(unit: GateUnit) {
  const factor = factors[unit] ?? 1;
  const round = (value: number) => Number(value.toPrecision(12));
  return {
    fromUnit: (value: number) => round(value * factor),
    toUnit: (value: number) => round(value / factor),
  };
}
