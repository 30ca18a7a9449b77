import { arch, release } from 'node:os';
import { sep } from 'node:path';
import si from 'systeminformation';
import type { Accelerator, Hardware } from '#core/engine/hardware.ts';
import { readAccelerators } from './accelerators.ts';
import { readEnergySources } from './energy/sources.ts';
import { readNvidiaGpus } from './nvidia-smi.ts';
import { SystemFiles } from './system-files.ts';

/** The instruction sets that engines use for matrix multiplications, by their Linux names. */
const usedFlags =
  /^(sse4_2|avx|avx2|fma|f16c|avx512(f|bw|_vnni|_bf16|_fp16)|avx_vnni|amx_(tile|int8|bf16)|neon|asimd|asimddp|asimdhp|i8mm|bf16|sve2?|sme)$/;

/**
 * Reads the hardware of this machine and its current state.
 * @param dataPath the folder whose file system is reported. The path itself is not, because paired pages get the result
 */
export async function readHardware(dataPath: string): Promise<Hardware> {
  const files = new SystemFiles();
  const [cpu, memory, system, disks, battery, temperature, nvidia, sources] = await Promise.all([
    si.cpu(),
    si.mem(),
    si.osInfo(),
    si.fsSize(),
    si.battery(),
    si.cpuTemperature(),
    readNvidiaGpus(),
    readEnergySources(files),
  ]);
  const { l2, l3 } = cpu.cache;
  const disk = disks
    .filter(({ mount }) => `${dataPath}${sep}`.startsWith(mount.endsWith(sep) ? mount : `${mount}${sep}`))
    .toSorted((a, b) => b.mount.length - a.mount.length)[0];
  return {
    cpu: {
      model: `${cpu.manufacturer} ${cpu.brand}`.trim() || null,
      architecture: arch(),
      cores: cpu.physicalCores,
      threads: cpu.cores,
      flags: cpu.flags.split(' ').filter((flag) => usedFlags.test(flag)),
      cacheBytes: l3 || l2 || null,
    },
    system: `${system.distro || system.platform} ${system.release} (${release()})`,
    memory: { totalBytes: memory.total, availableBytes: memory.available },
    storage: disk ? { totalBytes: disk.size, freeBytes: disk.available } : null,
    accelerators: process.platform === 'linux' ? readAccelerators(files) : await listOtherGpus(),
    nvidia,
    power: {
      source: !battery.hasBattery || battery.acConnected ? 'mains' : 'battery',
      batteryPercent: battery.hasBattery ? battery.percent : null,
    },
    cpuTemperatureC: temperature.main,
    energy: sources.map((state) =>
      'counters' in state
        ? { source: state.source, measures: state.counters.map(({ name }) => name) }
        : { source: state.source, measures: [], reason: state.reason },
    ),
  };
}

/** Lists the GPUs on macOS and Windows, which have no sysfs. */
async function listOtherGpus(): Promise<readonly Accelerator[]> {
  const { controllers } = await si.graphics();
  return controllers.map(({ vendor, model, bus }) => ({
    kind: 'gpu',
    vendor: vendor || null,
    pciId: null,
    driver: null,
    path: `${bus} ${model}`.trim(),
    reach: [{ by: 'engine', name: process.platform === 'darwin' ? 'llama' : 'llama-vulkan' }],
  }));
}
