import type * as en from '../../en/device/hardware.ts';
import type { Accelerator, EnergyFact, Hardware, Reach } from '#core/engine/hardware.ts';
import { format } from '../format.ts';
import { facts } from '../report/report-facts.ts';

const { missing: noEnergy, sources } = facts.energy;

const kinds = { gpu: 'GPU', npu: 'NPU' } satisfies Record<Accelerator['kind'], string>;
const powerSources = { mains: '外接电源', battery: '电池' } satisfies Record<Hardware['power']['source'], string>;

export const hardwareFacts = (hardware: Hardware): en.HardwareFacts => {
  const { cpu, system, memory, storage, accelerators, nvidia, power, cpuTemperatureC, energy } = hardware;
  return {
    处理器: {
      型号: cpu.model,
      架构: cpu.architecture,
      核心: `${cpu.cores} 个（${cpu.threads} 线程）`,
      指令集: cpu.flags.join(' ') || null,
      缓存: cpu.cacheBytes === null ? null : format.memory(cpu.cacheBytes),
      温度: cpuTemperatureC === null ? '无法获取' : `${cpuTemperatureC} °C`,
    },
    系统: system,
    内存: `可用 ${format.memory(memory.availableBytes)}，共 ${format.memory(memory.totalBytes)}`,
    存储: storage && `可用 ${format.bytes(storage.freeBytes)}，共 ${format.bytes(storage.totalBytes)}`,
    'GPU 和 NPU': accelerators.map(acceleratorRow),
    ...(nvidia && {
      'NVIDIA 驱动': nvidia.map(({ name, driver, memoryBytes }) => ({
        名称: name,
        驱动: driver,
        显存: memoryBytes === null ? null : format.memory(memoryBytes),
      })),
    }),
    电源: `${powerSources[power.source]}${power.batteryPercent === null ? '' : `，电量 ${power.batteryPercent}%`}`,
    能耗: Object.fromEntries(energy.map((fact) => [sources[fact.source], energyText(fact)])),
  };
};

/** What an energy counter measures, or why it is not available. */
function energyText({ measures, reason }: EnergyFact): string {
  return reason === undefined ? `测量 ${measures.join('、')}` : `无法获取：${noEnergy[reason]}`;
}

function acceleratorRow({ kind, vendor, pciId, driver, path, reach }: Accelerator) {
  return {
    类型: kinds[kind],
    厂商: vendor ?? '未知',
    ID: pciId ?? '',
    驱动: driver ?? '',
    路径: path,
    使用途径: reach.map(reachText).join('；') || 'Assay 未知',
  };
}

function reachText({ by, name }: Reach): string {
  if (by === 'engine') return name;
  return by === 'server' ? `推理服务器（${name}）` : `厂商的提供程序 ${name}`;
}
