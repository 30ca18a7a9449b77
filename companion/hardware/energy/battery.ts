import type { SystemFiles } from '../system-files.ts';
import type { EnergyCounter, EnergySourceState } from './counter.ts';

const folder = 'sys/class/power_supply';
/** Most firmware updates the level of a battery at such intervals. Heuristic, not measured. */
const updateMs = 10_000;
/** µWh and µAh·µV of Linux's power supply class, in joules. */
const [joulesPerUwh, joulesPerUahUv] = [3.6e-3, 3.6e-9];

/** The discharge of the batteries, while no charger is connected. It covers the whole device. */
export function readBatteryCounters(files: SystemFiles): EnergySourceState {
  const batteries = files.list(folder).filter((name) => files.readText(`${folder}/${name}/type`) === 'Battery');
  const readable = batteries.filter((name) => remainingJ(files, name) !== null);
  if (readable.length === 0) return { source: 'battery', reason: 'no-counter' };
  const discharging = readable.filter((name) => files.readText(`${folder}/${name}/status`) === 'Discharging');
  if (discharging.length === 0) return { source: 'battery', reason: 'on-mains' };
  return { source: 'battery', counters: discharging.map((name) => toCounter(files, name)) };
}

function toCounter(files: SystemFiles, name: string): EnergyCounter {
  return {
    source: 'battery',
    name,
    resolutionJ: files.readInteger(`${folder}/${name}/energy_now`) === null ? 40 : 36, // 1 mAh at 11 V, 10 mWh
    updateMs,
    read: async () => {
      const joules = remainingJ(files, name);
      return joules === null ? null : -joules; // the remaining energy decreases by the energy used
    },
  };
}

function remainingJ(files: SystemFiles, name: string): number | null {
  const read = (file: string) => files.readInteger(`${folder}/${name}/${file}`);
  const [energyUwh, chargeUah, voltageUv] = [read('energy_now'), read('charge_now'), read('voltage_now')];
  if (energyUwh !== null) return energyUwh * joulesPerUwh;
  return chargeUah !== null && voltageUv !== null ? chargeUah * voltageUv * joulesPerUahUv : null;
}
