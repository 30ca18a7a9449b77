import type { SystemFiles } from '../system-files.ts';
import type { EnergyCounter, EnergySourceState } from './counter.ts';

const folder = 'sys/class/power_supply';
/** The interval at which firmware typically updates the battery level. Heuristic, not measured. */
const updateMs = 10_000;
/** Converts the `energy_*` files of Linux's power supply class, in µWh. */
const joulesPerUwh = 3.6e-3;
/** Converts products of the `charge_*` and `voltage_*` files, in µAh·µV. */
const joulesPerUahUv = 3.6e-9;

/** Returns counters of the energy drawn from discharging batteries, which power the whole device. */
export function readBatteryCounters(files: SystemFiles): EnergySourceState {
  const batteries = files.list(folder).filter((name) => files.readText(`${folder}/${name}/type`) === 'Battery');
  const readable = batteries.filter((name) => readRemainingJ(files, name) !== null);
  if (readable.length === 0) return { source: 'battery', reason: 'no-counter' };
  const discharging = readable.filter((name) => files.readText(`${folder}/${name}/status`) === 'Discharging');
  if (discharging.length === 0) return { source: 'battery', reason: 'on-mains' };
  return { source: 'battery', counters: discharging.map((name) => createCounter(files, name)) };
}

function createCounter(files: SystemFiles, name: string): EnergyCounter {
  return {
    source: 'battery',
    name,
    resolutionJ: files.readInteger(`${folder}/${name}/energy_now`) === null ? 40 : 36, // 1 mAh at 11 V, 10 mWh
    updateMs,
    read: async () => {
      const joules = readRemainingJ(files, name);
      return joules === null ? null : -joules; // the remaining energy decreases while the counter must increase
    },
  };
}

function readRemainingJ(files: SystemFiles, name: string): number | null {
  const readField = (file: string) => files.readInteger(`${folder}/${name}/${file}`);
  const energyUwh = readField('energy_now');
  const chargeUah = readField('charge_now');
  const voltageUv = readField('voltage_now');
  if (energyUwh !== null) return energyUwh * joulesPerUwh;
  return chargeUah !== null && voltageUv !== null ? chargeUah * voltageUv * joulesPerUahUv : null;
}
