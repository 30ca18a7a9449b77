import type { Accelerator, EnergyFact, Hardware, Reach } from '#core/engine/hardware.ts';
import { format } from '../format.ts';
import { facts } from '../report/report-facts.ts';

const { missing: noEnergy, sources } = facts.energy;

type Values = Readonly<Record<string, string | null>>;

/** Names and values for a terminal or a page: single ones, groups of them, and lists of similar items. */
export type HardwareFacts = Readonly<Record<string, string | null | Values | readonly Values[]>>;

/** The machine of the companion in words. */
export function hardwareFacts(hardware: Hardware): HardwareFacts {
  const { cpu, system, memory, storage, accelerators, nvidia, power, cpuTemperatureC, energy } = hardware;
  return {
    processor: {
      model: cpu.model,
      architecture: cpu.architecture,
      cores: `${cpu.cores} (${cpu.threads} threads)`,
      'instruction sets': cpu.flags.join(' ') || null,
      cache: cpu.cacheBytes === null ? null : format.memory(cpu.cacheBytes),
      temperature: cpuTemperatureC === null ? 'not available' : `${cpuTemperatureC} °C`,
    },
    system,
    memory: `${format.memory(memory.availableBytes)} of ${format.memory(memory.totalBytes)} available`,
    storage: storage && `${format.bytes(storage.freeBytes)} of ${format.bytes(storage.totalBytes)} free`,
    'GPUs and NPUs': accelerators.map(acceleratorRow),
    ...(nvidia && {
      'NVIDIA driver': nvidia.map(({ name, driver, memoryBytes }) => ({
        name,
        driver,
        memory: memoryBytes === null ? null : format.memory(memoryBytes),
      })),
    }),
    power: power.batteryPercent === null ? power.source : `${power.source}, battery at ${power.batteryPercent}%`,
    energy: Object.fromEntries(energy.map((fact) => [sources[fact.source], energyText(fact)])),
  };
}

/** What an energy counter measures, or why it is not available. */
function energyText({ measures, reason }: EnergyFact): string {
  return reason === undefined ? `measures ${measures.join(', ')}` : `not available: ${noEnergy[reason]}`;
}

function acceleratorRow({ kind, vendor, pciId, driver, path, reach }: Accelerator): Values {
  return {
    kind,
    vendor: vendor ?? 'unknown',
    id: pciId ?? '',
    driver: driver ?? '',
    path,
    'used through': reach.map(reachText).join('; ') || 'nothing known to Assay',
  };
}

function reachText({ by, name }: Reach): string {
  if (by === 'engine') return name;
  return by === 'server' ? `an inference server (${name})` : `the vendor’s provider ${name}`;
}
