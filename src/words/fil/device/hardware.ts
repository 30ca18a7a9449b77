import type { Accelerator, EnergyFact, Reach } from '#core/engine/hardware.ts';
import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';
import { facts } from '../report/report-facts.ts';

const { missing: noEnergy, sources } = facts.energy;

/** The machine of the companion in words. */
export const hardwareFacts: Text['nativeEngines']['machine']['facts'] = (hardware) => {
  const { cpu, system, memory, storage, accelerators, nvidia, power, cpuTemperatureC, energy } = hardware;
  return {
    processor: {
      model: cpu.model,
      arkitektura: cpu.architecture,
      'mga core': `${cpu.cores} (${count(cpu.threads, 'thread')})`,
      'mga instruction set': cpu.flags.join(' ') || null,
      cache: cpu.cacheBytes === null ? null : format.memory(cpu.cacheBytes),
      temperatura: cpuTemperatureC === null ? 'hindi available' : `${cpuTemperatureC} °C`,
    },
    system,
    memory: `${format.memory(memory.availableBytes)} sa ${format.memory(memory.totalBytes)} ang available`,
    storage: storage && `${format.bytes(storage.freeBytes)} sa ${format.bytes(storage.totalBytes)} ang bakante`,
    'mga GPU at NPU': accelerators.map(acceleratorRow),
    ...(nvidia && {
      'NVIDIA driver': nvidia.map(({ name, driver, memoryBytes }) => ({
        pangalan: name,
        driver,
        memory: memoryBytes === null ? null : format.memory(memoryBytes),
      })),
    }),
    kuryente:
      power.batteryPercent === null ? power.source : `${power.source}, nasa ${power.batteryPercent}% ang baterya`,
    enerhiya: Object.fromEntries(energy.map((fact) => [sources[fact.source], energyText(fact)])),
  };
};

/** What an energy counter measures, or why it is not available. */
function energyText({ measures, reason }: EnergyFact): string {
  return reason === undefined ? `sinusukat ang ${measures.join(', ')}` : `hindi available: ${noEnergy[reason]}`;
}

function acceleratorRow({ kind, vendor, pciId, driver, path, reach }: Accelerator) {
  return {
    uri: kind,
    gumawa: vendor ?? 'hindi alam',
    id: pciId ?? '',
    driver: driver ?? '',
    path,
    'ginagamit sa': reach.map(reachText).join('; ') || 'walang alam ang Assay',
  };
}

function reachText({ by, name }: Reach): string {
  if (by === 'engine') return name;
  return by === 'server' ? `isang inference server (${name})` : `ang provider ng gumawa na ${name}`;
}
