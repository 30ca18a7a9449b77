import type { SystemFiles } from '../system-files.ts';
import type { EnergyCounter, EnergySourceState } from './counter.ts';

const folder = 'sys/class/powercap';
/** The processor updates its counters about every millisecond, in steps of 61 µJ on most models (Intel SDM 3B, 15.10). */
const resolutionJ = 61e-6;
const updateMs = 1;

/**
 * Returns one RAPL counter per processor package (Intel and AMD), read through Linux's powercap interface. Zones that
 * overlap a package are excluded: its subzones (cores, memory controller) and `psys`, which covers the whole platform.
 */
export function readRaplCounters(files: SystemFiles): EnergySourceState {
  const packages = files
    .list(folder)
    .filter((zone) => /^intel-rapl:\d+$/.test(zone) && files.readText(`${folder}/${zone}/name`) !== 'psys');
  if (packages.length === 0) return { source: 'rapl', reason: 'no-counter' };
  const error = files.readError(`${folder}/${packages[0]}/energy_uj`);
  if (error !== null) return { source: 'rapl', reason: error === 'permission' ? 'permission' : 'no-counter' };
  return { source: 'rapl', counters: packages.map((zone) => createCounter(files, zone)) };
}

function createCounter(files: SystemFiles, zone: string): EnergyCounter {
  const path = `${folder}/${zone}`;
  const rangeUj = files.readInteger(`${path}/max_energy_range_uj`);
  let lastUj = 0;
  /** The energy of completed ranges; `null` after a wraparound of a counter whose range is unknown. */
  let wrappedUj: number | null = 0;
  return {
    source: 'rapl',
    name: files.readText(`${path}/name`) ?? zone,
    resolutionJ,
    updateMs,
    read: async () => {
      const energyUj = files.readInteger(`${path}/energy_uj`);
      if (energyUj === null) return null;
      if (energyUj < lastUj) wrappedUj = wrappedUj === null || rangeUj === null ? null : wrappedUj + rangeUj;
      lastUj = energyUj;
      return wrappedUj === null ? null : (energyUj + wrappedUj) / 1e6;
    },
  };
}
