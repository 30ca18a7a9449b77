import { maxGramsPerKwh } from '#core/report/report-energy.ts';
import { UsageError } from '../command.ts';

/** The option for the carbon intensity of the grid, from which a report computes emissions. */
export const gridOption = { 'grid-intensity': { type: 'string' } } as const;

export const gridUsage = `  --grid-intensity <g/kWh>          carbon intensity of the electricity in g CO2e/kWh, for the energy report`;

/**
 * Parses `--grid-intensity`, in g CO₂e per kWh; `null` if it is absent.
 * @throws UsageError
 */
export function parseGridIntensity(text: string | undefined): number | null {
  if (text === undefined) return null;
  const grams = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && grams <= maxGramsPerKwh) return grams;
  throw new UsageError(`--grid-intensity is "${text}"; expected a number from 0 to ${maxGramsPerKwh}`);
}
