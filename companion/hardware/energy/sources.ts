import type { NvidiaGpu } from '#core/engine/hardware.ts';
import { readNvidiaGpus } from '../nvidia-smi.ts';
import type { SystemFiles } from '../system-files.ts';
import { readBatteryCounters } from './battery.ts';
import type { EnergyCounter, EnergySourceState } from './counter.ts';
import { readRaplCounters } from './rapl.ts';

type ReadGpus = () => Promise<readonly NvidiaGpu[] | null>;

/** Lists every source of energy readings with its counters, or the reason why it has none. */
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

/** nvidia-smi averages power over up to a second. */
const powerMs = 1000;

/** Shares the result of a pending call, so that the counters of several GPUs run nvidia-smi only once. */
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

/** Creates a counter that integrates the power of a GPU over its readings by the trapezoidal rule. */
function createGpuCounter(index: number, name: string, readGpus: ReadGpus): EnergyCounter {
  let joules = 0;
  /** Whether a reading has failed, after which the energy is unknown. */
  let hasGap = false;
  let lastReading: { readonly atMs: number; readonly watts: number } | null = null;
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
      if (lastReading) joules += (((watts + lastReading.watts) / 2) * (atMs - lastReading.atMs)) / 1000;
      lastReading = { atMs, watts };
      return joules;
    },
  };
}
