import type { Accelerator, EnergyFact, Reach } from '#core/engine/hardware.ts';
import type * as en from '../../en/device/hardware.ts';
import { format } from '../format.ts';
import { facts } from '../report/report-facts.ts';

const { missing: noEnergy, sources } = facts.energy;

/** The machine of the companion in words. */
export const hardwareFacts: typeof en.hardwareFacts = (hardware) => {
  const { cpu, system, memory, storage, accelerators, nvidia, power, cpuTemperatureC, energy } = hardware;
  return {
    prosesa: {
      modeli: cpu.model,
      usanifu: cpu.architecture,
      viini: `${cpu.cores} (nyuzi ${cpu.threads})`,
      'seti za maagizo': cpu.flags.join(' ') || null,
      akiba: cpu.cacheBytes === null ? null : format.memory(cpu.cacheBytes),
      halijoto: cpuTemperatureC === null ? 'haipatikani' : `${cpuTemperatureC} °C`,
    },
    mfumo: system,
    kumbukumbu: `${format.memory(memory.availableBytes)} zinapatikana kati ya ${format.memory(memory.totalBytes)}`,
    hifadhi: storage && `${format.bytes(storage.freeBytes)} ziko wazi kati ya ${format.bytes(storage.totalBytes)}`,
    'GPU na NPU': accelerators.map(acceleratorRow),
    ...(nvidia && {
      'kiendeshi cha NVIDIA': nvidia.map(({ name, driver, memoryBytes }) => ({
        jina: name,
        kiendeshi: driver,
        kumbukumbu: memoryBytes === null ? null : format.memory(memoryBytes),
      })),
    }),
    umeme: power.batteryPercent === null ? power.source : `${power.source}, betri iko ${power.batteryPercent}%`,
    nishati: Object.fromEntries(energy.map((fact) => [sources[fact.source], energyText(fact)])),
  };
};

/** What an energy counter measures, or why it is not available. */
function energyText({ measures, reason }: EnergyFact): string {
  return reason === undefined ? `hupima ${measures.join(', ')}` : `haipatikani: ${noEnergy[reason]}`;
}

function acceleratorRow({ kind, vendor, pciId, driver, path, reach }: Accelerator): Readonly<Record<string, string>> {
  return {
    aina: kind,
    mtengenezaji: vendor ?? 'hajulikani',
    kitambulisho: pciId ?? '',
    kiendeshi: driver ?? '',
    njia: path,
    'hutumika kupitia': reach.map(reachText).join('; ') || 'hakuna kinachojulikana na Assay',
  };
}

function reachText({ by, name }: Reach): string {
  if (by === 'engine') return name;
  return by === 'server' ? `seva ya inferensi (${name})` : `kitekelezi ${name} cha mtengenezaji`;
}
