import type { GateUnit } from '#core/gate/gate-outcome.ts';

/** What 1 is of a unit in the unit that a person edits: per cent and megabytes. */
const factors: Partial<Record<GateUnit, number>> = { fraction: 100, bytes: 1e-6 };

/** Converts limits between the unit of a gate file and the one that a person edits, without digits from rounding. */
export function getShownUnits(unit: GateUnit) {
  const factor = factors[unit] ?? 1;
  const round = (value: number) => Number(value.toPrecision(12));
  return {
    fromUnit: (value: number) => round(value * factor),
    toUnit: (value: number) => round(value / factor),
  };
}
