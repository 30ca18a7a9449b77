import type { NvidiaGpu } from '#core/engine/hardware.ts';
import { nvidiaGpus } from '../nvidia-smi.ts';
import type { SystemFiles } from '../system-files.ts';
import { batteryCounters } from './battery.ts';
import type { EnergyCounter, EnergySourceState } from './counter.ts';
import { raplCounters } from './rapl.ts';

/** All sources of energy readings, each with its counters or why it has none. */
export async function energySources(files: SystemFiles, readGpus = nvidiaGpus): Promise<readonly EnergySourceState[]> {
  return [raplCounters(files), await nvidiaCounters(readGpus), batteryCounters(files)];
}

/** NVIDIA's tool reports power, averaged over up to a second; the energy is its integral over the readings. */
const powerMs = 1000;

async function nvidiaCounters(readGpus: () => Promise<readonly NvidiaGpu[] | null>): Promise<EnergySourceState> {
  const gpus = await readGpus();
  if (!gpus) return { source: 'nvidia-smi', reason: 'no-tool' };
  const metered = gpus.filter(({ powerWatts }) => powerWatts !== null);
  if (metered.length === 0) return { source: 'nvidia-smi', reason: 'no-counter' };
  return { source: 'nvidia-smi', counters: metered.map(({ index, name }) => gpuCounter(index, name, readGpus)) };
}

function gpuCounter(index: number, name: string, readGpus: () => Promise<readonly NvidiaGpu[] | null>): EnergyCounter {
  let joules = 0;
  let last: { readonly atMs: number; readonly watts: number } | null = null;
  return {
    source: 'nvidia-smi',
    name,
    resolutionJ: 0.01, // 0.01 W over a second
    updateMs: powerMs,
    read: async () => {
      const watts = (await readGpus())?.find((gpu) => gpu.index === index)?.powerWatts ?? null;
      const atMs = performance.now();
      if (watts === null) return null;
      if (last) joules += (((watts + last.watts) / 2) * (atMs - last.atMs)) / 1000;
      last = { atMs, watts };
      return joules;
    },
  };
}
