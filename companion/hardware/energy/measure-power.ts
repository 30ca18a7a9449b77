import type { DeviceId } from '#core/engine/engines.ts';
import type { EnergySource } from '#core/engine/hardware.ts';
import type { MeasuredPower } from '#core/report/report-energy.ts';
import type { SystemFiles } from '../system-files.ts';
import { measureEnergy, type MeasuredEnergy } from './meter.ts';
import { readEnergySources } from './sources.ts';

/** The result of some work, and the power of this machine while it ran. */
interface PoweredWork<T> {
  readonly result: T;
  readonly power: MeasuredPower;
  /** The power in watts between consecutive readings of the counters that cover the device; empty if there are none. */
  readonly powersW: readonly number[];
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
  return { result, power, powersW: selectPowers(energy, device) };
}

/**
 * Returns the power in watts from the first source that covers the device, summed over the source's packages or GPUs.
 */
function selectPowers(energy: readonly MeasuredEnergy[], device: DeviceId): readonly number[] {
  const preferred: readonly EnergySource[] = device === 'gpu' ? ['nvidia-smi', 'battery'] : ['rapl', 'battery'];
  const source = preferred.find((id) => energy.some((candidate) => candidate.source === id));
  const sourceEnergy = energy.filter((measured) => measured.source === source);
  const intervalCount = Math.min(...sourceEnergy.map(({ powersW }) => powersW.length));
  if (!Number.isFinite(intervalCount)) return [];
  return Array.from({ length: intervalCount }, (_, index) =>
    sourceEnergy.reduce((sum, { powersW }) => sum + powersW[index]!, 0),
  );
}
