import type { Accelerator, EnergyFact, Hardware, Reach } from '#core/engine/hardware.ts';
import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';
import { facts } from '../report/report-facts.ts';

const { missing: noEnergy, sources } = facts.energy;

const kinds = { gpu: 'GPU', npu: 'NPU' } satisfies Record<Accelerator['kind'], string>;
const powerSources = { mains: 'nakasaksak', battery: 'gamit ang baterya' } satisfies Record<
  Hardware['power']['source'],
  string
>;

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
    'mga GPU at NPU': accelerators.map(describeAccelerator),
    ...(nvidia && {
      'driver ng NVIDIA': nvidia.map(({ name, driver, memoryBytes }) => ({
        pangalan: name,
        driver,
        memory: memoryBytes === null ? null : format.memory(memoryBytes),
      })),
    }),
    kuryente:
      power.batteryPercent === null
        ? powerSources[power.source]
        : `${powerSources[power.source]}, nasa ${power.batteryPercent}%`,
    enerhiya: Object.fromEntries(energy.map((fact) => [sources[fact.source], energyText(fact)])),
  };
};

/** What an energy counter measures, or why it is not available. */
function energyText({ measures, reason }: EnergyFact): string {
  return reason === undefined ? `sinusukat ang ${measures.join(', ')}` : `hindi available: ${noEnergy[reason]}`;
}

function describeAccelerator({ kind, vendor, pciId, driver, path, reach }: Accelerator) {
  return {
    uri: kinds[kind],
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
