import type { NvidiaGpu } from '#core/engine/hardware.ts';
import { readNvidiaGpus } from '../nvidia-smi.ts';
import type { SystemFiles } from '../system-files.ts';
import { readBatteryCounters } from './battery.ts';
import type { EnergyCounter, EnergySourceState } from './counter.ts';
import { readRaplCounters } from './rapl.ts';

type ReadGpus = () => Promise<readonly NvidiaGpu[] | null>;

/** All sources of energy readings, each with its counters or why it has none. */
export async function readEnergySources(
  files: SystemFiles,
  readGpus: ReadGpus = readNvidiaGpus,
): Promise<readonly EnergySourceState[]> {
  return [
    readRaplCounters(files),
    await readNvidiaCounters(shareConcurrentCalls(readGpus)),
    readBatteryCounters(files),
  ];
}

/** NVIDIA's tool reports power, averaged over up to a second; the energy is its integral over the readings. */
const powerMs = 1000;

/** Calls during a call get its result: the counters of several GPUs start the tool once. */
function shareConcurrentCalls(readGpus: ReadGpus): ReadGpus {
  let pending: ReturnType<ReadGpus> | null = null;
  return () =>
    (pending ??= readGpus().finally(() => {
      pending = null;
    }));
}

async function readNvidiaCounters(readGpus: ReadGpus): Promise<EnergySourceState> {
  const gpus = await readGpus();
  if (!gpus) return { source: 'nvidia-smi', reason: 'no-tool' };
  const metered = gpus.filter(({ powerWatts }) => powerWatts !== null);
  if (metered.length === 0) return { source: 'nvidia-smi', reason: 'no-counter' };
  return { source: 'nvidia-smi', counters: metered.map(({ index, name }) => createGpuCounter(index, name, readGpus)) };
}

function createGpuCounter(index: number, name: string, readGpus: ReadGpus): EnergyCounter {
  let joules = 0;
  /** Whether a reading has failed: the power since the last one is unknown, and with it the energy. */
  let hasGap = false;
  let last: { readonly atMs: number; readonly watts: number } | null = null;
  return {
    source: 'nvidia-smi',
    name,
    resolutionJ: 0.01, // 0.01 W over a second
    updateMs: powerMs,
    read: async () => {
      const watts = (await readGpus())?.find((gpu) => gpu.index === index)?.powerWatts ?? null;
      const atMs = performance.now();
      hasGap ||= watts === null;
      if (watts === null || hasGap) return null;
      if (last) joules += (((watts + last.watts) / 2) * (atMs - last.atMs)) / 1000;
      last = { atMs, watts };
      return joules;
    },
  };
}
