import type { SystemFiles } from '../system-files.ts';
import type { EnergyCounter, EnergySourceState } from './counter.ts';

const folder = 'sys/class/powercap';
/** Linux updates the counters about every millisecond, in steps of 61 µJ on most processors (Intel SDM 3B, 15.10). */
const [resolutionJ, updateMs] = [61e-6, 1];

/**
 * RAPL, the energy counters of Intel and AMD processors, through Linux's powercap: one per package. Counters inside a
 * package (cores, memory controller) are part of it.
 */
export function readRaplCounters(files: SystemFiles): EnergySourceState {
  const zones = files.list(folder).filter((name) => /^intel-rapl:\d+$/.test(name));
  const [first] = zones;
  if (first === undefined) return { source: 'rapl', reason: 'no-counter' };
  const why = files.readError(`${folder}/${first}/energy_uj`);
  if (why !== null) return { source: 'rapl', reason: why === 'permission' ? 'permission' : 'no-counter' };
  return { source: 'rapl', counters: zones.map((zone) => toCounter(files, zone)) };
}

function toCounter(files: SystemFiles, zone: string): EnergyCounter {
  const path = `${folder}/${zone}`;
  const wrapUj = files.readInteger(`${path}/max_energy_range_uj`) ?? 0;
  let [last, wrappedUj] = [0, 0];
  return {
    source: 'rapl',
    name: files.readText(`${path}/name`) ?? zone,
    resolutionJ,
    updateMs,
    read: async () => {
      const energyUj = files.readInteger(`${path}/energy_uj`);
      if (energyUj === null) return null;
      if (energyUj < last) wrappedUj += wrapUj; // it wraps around
      last = energyUj;
      return (energyUj + wrappedUj) / 1e6;
    },
  };
}
