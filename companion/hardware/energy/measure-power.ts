import type { DeviceId } from '#core/engine/engines.ts';
import type { EnergySource } from '#core/engine/hardware.ts';
import type { MeasuredPower } from '#core/report/report-energy.ts';
import type { SystemFiles } from '../system-files.ts';
import { measureEnergy, type MeasuredEnergy } from './meter.ts';
import { readEnergySources } from './sources.ts';

/** The result of `work`, and the power of this machine while it ran. */
interface PoweredWork<T> {
  readonly result: T;
  readonly power: MeasuredPower;
  /** The readings, in watts, of the counters that cover the device; empty if there are none. */
  readonly readings: readonly number[];
}

/**
 * Runs `work`, and measures the power of this machine during it.
 * @param device the device that runs the work, which determines the counters of the readings
 * @param gridGramsPerKwh the carbon intensity of the grid in g CO₂e per kWh, as stated by the user; `null` if not stated
 */
export async function measurePower<T>(
  files: SystemFiles,
  device: DeviceId,
  gridGramsPerKwh: number | null,
  work: () => Promise<T>,
): Promise<PoweredWork<T>> {
  const sources = await readEnergySources(files);
  const counters = sources.flatMap((source) => ('counters' in source ? source.counters : []));
  const missing = sources.flatMap((state) =>
    'reason' in state ? [{ source: state.source, reason: state.reason }] : [],
  );
  const { result, energy } = await measureEnergy(counters, work);
  const power: MeasuredPower = {
    counters: energy.map(({ source, name, joules, uncertaintyJ, ms }) => ({
      source,
      name,
      watts: (1000 * joules) / ms,
      uncertaintyW: (1000 * uncertaintyJ) / ms,
    })),
    missing,
    gridGramsPerKwh,
  };
  return { result, power, readings: selectReadings(energy, device) };
}

/** Returns the readings, in watts, of the first source that covers the device, summed over its packages or GPUs. */
function selectReadings(energy: readonly MeasuredEnergy[], device: DeviceId): readonly number[] {
  const preferred: readonly EnergySource[] = device === 'gpu' ? ['nvidia-smi', 'battery'] : ['rapl', 'battery'];
  const source = preferred.find((id) => energy.some((candidate) => candidate.source === id));
  const selected = energy.filter((measured) => measured.source === source);
  const readingCount = Math.min(...selected.map(({ readings }) => readings.length));
  if (!Number.isFinite(readingCount)) return [];
  return Array.from({ length: readingCount }, (_, index) =>
    selected.reduce((sum, { readings }) => sum + readings[index]!, 0),
  );
}
