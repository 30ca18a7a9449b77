import { format } from '#words/en/format.ts';
import { enginePackages } from '#words/en/engine-packages.ts';
import type { Accelerator, Reach } from '../hardware/accelerators.ts';
import type { NoEnergy } from '../hardware/energy/counter.ts';
import type { EnergyFact, Hardware } from '../hardware/hardware.ts';
import type { EngineDevices } from './engine-devices.ts';
import { formatValue } from './format-value.ts';

const noEnergy: Readonly<Record<NoEnergy, string>> = {
  'no-counter': 'this machine shows none',
  permission: 'only root may read it; let your user read energy_uj in /sys/class/powercap/intel-rapl:*',
  'on-mains': 'the battery is not being discharged',
  'no-tool': 'the tool is not installed, or finds no GPU',
};
const sources = { rapl: 'processor (RAPL)', 'nvidia-smi': 'NVIDIA GPUs (nvidia-smi)', battery: 'battery' };

/** The hardware of this machine and the devices of its engines, as lines. */
export function hardwareText(hardware: Hardware, engines: readonly EngineDevices[]): string {
  const { cpu, system, memory, storage, accelerators, nvidia, power, cpuTemperatureC, energy } = hardware;
  return formatValue({
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
    storage:
      storage && `${format.bytes(storage.freeBytes)} of ${format.bytes(storage.totalBytes)} free (${storage.path})`,
    'GPUs and NPUs': accelerators.map(acceleratorRow),
    ...(nvidia && { 'NVIDIA driver': nvidia.map(({ name, driver, memoryBytes }) => ({ name, driver, memoryBytes })) }),
    power: power.batteryPercent === null ? power.source : `${power.source}, battery at ${power.batteryPercent} %`,
    energy: Object.fromEntries(energy.map((fact) => [sources[fact.source], energyText(fact)])),
    engines: Object.fromEntries(engines.map((engine) => [engine.name, engineText(engine)])),
  });
}

function acceleratorRow({ kind, vendor, pciId, driver, path, reach }: Accelerator) {
  return {
    kind,
    vendor: vendor ?? 'unknown',
    id: pciId ?? '',
    driver: driver ?? '',
    path,
    'reached by': reach.map(reachText).join('; ') || 'nothing that Assay knows',
  };
}

function reachText({ by, name }: Reach): string {
  if (by === 'engine') return name;
  return by === 'server' ? `an inference server (${name})` : `the vendor's provider ${name}`;
}

function energyText({ measures, reason }: EnergyFact): string {
  return reason === undefined ? `measures ${measures.join(', ')}` : `not available: ${noEnergy[reason]}`;
}

function engineText({ state, devices }: EngineDevices): string {
  if (devices === null) return enginePackages.message(state);
  return devices.map(({ device, name, provider }) => `${device} (${provider ?? name})`).join(', ');
}
