import { maxGramsPerKwh } from '#core/report/report-energy.ts';
import { UsageError } from '../command.ts';

/** The option for the carbon intensity of the grid, by which a report computes emissions. */
export const gridOption = { 'grid-intensity': { type: 'string' } } as const;

export const gridUsage = `  --grid-intensity <g/kWh>          carbon intensity of the electricity in g CO2e/kWh, for the energy report`;

/**
 * Parses `--grid-intensity`; `null` if it is not given.
 * @throws UsageError
 */
export function parseGridIntensity(given: string | undefined): number | null {
  if (given === undefined) return null;
  const grams = Number(given);
  if (/^\d+(\.\d+)?$/.test(given) && grams <= maxGramsPerKwh) return grams;
  throw new UsageError(`--grid-intensity "${given}": expected a number from 0 to ${maxGramsPerKwh}`);
}
