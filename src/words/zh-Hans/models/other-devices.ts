import type * as en from '../../en/models/other-devices.ts';
import type { MemoryUse } from '#planner/other-devices/fit-on-device.ts';
import type { NoProcessorForecast } from '#planner/other-devices/forecast-on-processor.ts';
import type { DeviceGate } from '#planner/other-devices/judge-device.ts';
import { linkedDeviceName } from '../device/device-name.ts';
import { format } from '../format.ts';

const processors = { cpu: 'CPU', gpu: 'GPU', npu: 'NPU' };
const types = { float: '浮点', int8: 'int8' };

const noForecast = {
  text: '无法预估：该设备没有公开的语言模型耗时数据。',
  'operations-unknown': '无法预估：一次运行的运算量未知。请设定模型未固定的尺寸。',
  'float-on-integer': '无法预估：它只能做 int8 计算。请把模型量化为 int8。',
} satisfies Record<NoProcessorForecast, string>;

const memories = {
  model: '整个模型所需的内存',
  weights: '权重所需的闪存',
  activations: '激活所需的 RAM',
} satisfies Record<MemoryUse['holds'], string>;

const packages = {
  'ios-bundle': 'iOS 应用包中的大小',
  'android-apk': 'Android APK 中的大小',
};

const beyondPublished = {
  smaller: '小于所有公开数据中的模型',
  larger: '大于所有公开数据中的模型',
};

/**
 * The capacity of a memory, and what is compared with it, is in binary units; the size of a package in decimal ones.
 */
function gateValue({ gate, unit }: DeviceGate, value: number): string {
  if (unit === 'ms') return format.duration(value);
  return gate === 'memory' ? format.memory(value) : format.bytes(value);
}

export const otherDevices: typeof en.otherDevices = {
  title: '其他设备',
  lead: '根据其他模型在该设备上的公开耗时数据，预估此模型在你手头没有的设备上的表现。',
  choose: '设备',
  none: '无',
  names: {
    'iphone-xs': 'iPhone XS（A12）',
    'iphone-11-pro': 'iPhone 11 Pro（A13）',
    'android-high': 'Android 手机，高端（骁龙 8 Gen 2）',
    'android-mid': 'Android 手机，中端（骁龙 765G）',
    'android-low': 'Android 手机，低端（骁龙 410）',
    'raspberry-pi-4': '树莓派 4（8 GB）',
    'raspberry-pi-5': '树莓派 5（8 GB）',
    'intel-core-ultra-9': '带 NPU 的 Intel 笔记本（Core Ultra 9 386H）',
    'intel-core-i7-2019': '2019 年的 Intel 笔记本（Core i7，6 核）',
    'intel-celeron-n5105': '小型 Intel 笔记本（Celeron N5105）',
    'apple-m1': 'Apple M1 笔记本（8 GB）',
    'apple-m3': 'Apple M3 笔记本（8 GB）',
    'jetson-nano': 'NVIDIA Jetson Nano（4 GB）',
    'jetson-orin-nano': 'NVIDIA Jetson Orin Nano（8 GB）',
    'nvidia-desktop': 'NVIDIA 台式机（GeForce RTX 3060 Ti）',
    'edge-tpu': 'Google Coral USB 加速棒（Edge TPU）',
    stm32l4: '微控制器（STM32L4R5，Cortex-M4）',
  },
  mark: '对其他设备的预估',
  maxMs: '单次运行的时间上限',
  maxMsHint: '驾驶 10 ms，视频 33 ms（每秒 30 帧），交互 100 ms。',
  noLimit: '无',
  limitMs: (ms) => format.duration(ms),
  processor: (kind, name) => `${processors[kind]}：${name}`,
  columns: { processor: '处理器', time: '每次运行', basis: '依据' },
  caption: '各处理器的预估',
  noForecast: (reason, minTokenMs) =>
    minTokenMs === undefined
      ? noForecast[reason]
      : `${noForecast[reason]}按公开的带宽，仅读取权重每个 token 就需要 ${format.duration(minTokenMs)}：最多 ${format.number(1000 / minTokenMs)} token/s。`,
  estimate: ({ expectedMs, lowMs, highMs, beyond }) =>
    `${format.duration(expectedMs)}（${format.duration(lowMs)} 至 ${format.duration(highMs)}）${
      beyond ? `；${beyondPublished[beyond]}` : ''
    }`,
  basis: (engine, { models, type, isSameType, inside, minRatio, maxRatio }) =>
    [
      `${format.whole(models)} 个模型（${types[type]}），引擎 ${engine}`,
      ...(isSameType ? [] : ['没有此类型的公开数据']),
      ...(minRatio === null || maxRatio === null
        ? ['误差未知']
        : [
            `以其余模型预估，${format.whole(models)} 个耗时中有 ${format.whole(inside)} 个在范围内，实测 / 预估为 ${format.number(minRatio)} 至 ${format.number(maxRatio)}`,
          ]),
    ].join('；'),
  accuracyHere: (inside, all, min, max) =>
    `作为对照，对本设备的预估：${format.whole(all)} 次实测中有 ${format.whole(inside)} 次在范围内，实测 / 预估为 ${format.number(min)} 至 ${format.number(max)}。`,
  gatesCaption: '对该设备的要求',
  gateColumns: { gate: '要求', value: '预估', limit: '限值', state: '结果' },
  gate: ({ gate, holds }, packageKind) => {
    if (gate === 'latency') return '在最快的处理器上单次运行的时间';
    if (gate === 'memory') return memories[holds ?? 'model'];
    return packageKind ? packages[packageKind] : '大小';
  },
  gateValue: (gate) => {
    const { low, high } = gate;
    if (low === null || high === null) return '未知';
    if (gate.gate === 'memory') return `至少 ${gateValue(gate, low)}`;
    return low === high ? gateValue(gate, low) : `${gateValue(gate, low)} 至 ${gateValue(gate, high)}`;
  },
  gateLimit: (gate) => `最多 ${gateValue(gate, gate.limit)}`,
  states: {
    pass: '通过',
    fail: '未通过',
    inconclusive: '无法判定',
    'not-measured': '未知',
  },
  memoryNote: '引擎和其他程序也需要内存，因此刚好装得下的模型判为无法判定。',
  sources: '公开数据的来源',
  addLink: '设备检测链接',
  addLinkHint: '在另一台设备上打开“设备”页，分享其检测结果的链接，然后粘贴到这里。',
  add: '添加设备',
  remove: '移除此设备',
  linkedName: linkedDeviceName,
  linkedLead: '依据另一台设备在其浏览器中测得的速度；链接不含其内存信息。',
  linkedCaption: '另一台设备上的配置',
};
