import type { Text } from '../../language.ts';
import { linkedDeviceName } from './device-name.ts';
import { browserAndOs } from './browser-and-os.ts';
import { capabilities } from './device-capabilities.ts';
import { deviceFacts } from './device-facts.ts';
import { flopNote, format } from '../format.ts';

const names: Text['device']['names'] = {
  matmulOneThread: 'wasm，1 线程',
  matmulThreads: 'wasm，所有线程',
  matmulGpu: 'WebGPU，f32',
  matmulGpuHalf: 'WebGPU，f16',
  copy: '内存带宽',
  storage: '存储',
  dispatch: 'GPU 往返',
  clockStep: '计时器分辨率',
};

export const device: Text['device'] = {
  title: '设备检测',
  lead: '此浏览器为运行模型提供了哪些能力、速度如何。引擎加载后，测量只需几秒钟。',
  browserAndOs,
  capabilities,
  measured: '实测速度',
  products: '矩阵乘法',
  productsNote: `模型中大部分的计算。取多次计算 x·W·W·W·W（512 列）的最好成绩，包括读回结果。${flopNote}`,
  measureAgain: '重新测量',
  start: '测量',
  starting: (megabytes) => `正在启动引擎（首次需要下载，最多 ${megabytes} MB）`,
  measuring: (id) => `正在测量：${names[id]}`,
  checkDuration: (ms, at) =>
    `${at === null ? '' : `测量于 ${format.date(at)}。`}检测耗时 ${format.duration(ms)}，包括启动引擎的时间。`,
  disturbed: '测量期间有其他程序占用 CPU，重测时也是如此，因此这些速度可能偏低。请关闭它们后重新测量。',
  underPressure: (state) =>
    `目前 CPU 压力为“${deviceFacts.pressure.values[state]}”。在这种负载下测得的速度偏低：请关闭其他程序，待设备降温后重新测量。`,
  copyText: '复制为文本',
  copyJson: '复制为 JSON',
  linkContents: '链接只包含以下内容：',
  native: {
    title: '在浏览器之外',
    text: 'Assay 的配套程序在这台电脑上运行，可以利用更多硬件：CUDA、OpenVINO、NPU 和大模型。',
    link: '这台电脑上的原生引擎',
  },
  reading: '正在读取设备能力',
  states: { present: '是', partial: '部分', missing: '否', unknown: '未知' },
  fix: '怎么办：',
  reload: '重新加载',
  shared: {
    title: '链接中的设备',
    machine: linkedDeviceName,
    lead: '链接包含以下由该设备报告的值。',
    caption: '链接中的值与本设备的值',
    property: '属性',
    linkedDevice: '链接',
    thisDevice: '本设备',
    none: '–',
    names: {
      browser: '浏览器',
      os: '操作系统',
      gpu: 'GPU 适配器',
      cores: '逻辑核心数',
      threads: '可用线程数',
      oneThreadGflops: 'wasm，1 线程，GFLOP/s',
      threadsGflops: 'wasm，所有线程，GFLOP/s',
      gpuGflops: 'WebGPU f32，GFLOP/s',
      gpuHalfGflops: 'WebGPU f16，GFLOP/s',
      copyGBs: '内存带宽，GB/s',
      writeMBs: '存储写入，MB/s',
      readMBs: '存储读取，MB/s',
      dispatchMs: 'GPU 往返，ms',
    },
  },
  names,
  facts: deviceFacts,
  speeds: {
    notMeasured: '尚未测量',
    missing: {
      'one-thread': '只有一个线程可用',
      'no-gpu': '没有 WebGPU 适配器',
      'no-f16': '此适配器不支持 f16',
      'no-opfs': '不支持 OPFS',
      'too-slow': '超时',
      failed: '失败',
    },
    gflops: (figure) => `${figure} GFLOP/s`,
    perSecond: (size) => `${size}/s`,
    readWrite: (write, read) => `写入 ${write}，读取 ${read}`,
    floor: (time) => `按此速度，小型视觉模型（MobileNetV2，0.6 GFLOP）至少需要 ${time}。`,
    meanings: {
      copy: '单线程拷贝 64 MiB，读和写都计入。决定文本模型 token/s 的上限。',
      storage: '保存模型以及随后重新打开的速度。',
      dispatch: '从 GPU 取得任何结果的最低延迟。',
      clockStep: '更短的时间无法分辨。较短的运行会成批计时。',
    },
  },
  checkTitle: (browserAndOs) => `Assay 设备检测：${browserAndOs}`,
};
