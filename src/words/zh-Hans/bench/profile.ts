import type { RoofOfDevice } from '../../en/bench/profile.ts';
import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { percent } = format;
const formatRoof = ({ device, gflops, bytesPerS }: RoofOfDevice) =>
  `${device} ${gflops === null ? '未测量计算速度' : `${format.number(gflops)} GFLOP/s`}，${bytesPerS === null ? '未测量内存带宽' : `${format.number(bytesPerS / 1e9)} GB/s`}`;
const notKnown = '未知';

const wholes = {
  node: '一次运行的',
  'outside-nodes': '一次运行的',
  copies: '一次运行的',
  bandwidth: '实测带宽的',
  variation: '平均值的',
  memory: '可用内存的',
};

export const profile: Text['profile'] = {
  title: '性能分析',
  lead: '一次运行的时间花在哪里：把每个节点与本设备的极限比较，并给出改进建议。',
  badLink: '无法分析此链接',
  run: '开始分析',
  profileAgain: '重新分析',
  running: '正在分析',
  open: '打开 ONNX Runtime 的性能分析文件',
  openHelp: 'ONNX Runtime 在启用 enable_profiling 时写出的 JSON 文件，来自页面或程序均可。只在本设备上读取。',
  overhead: (profiled, plain, fraction) =>
    `一次运行耗时 ${plain}，分析时为 ${profiled}（${formatSigned(fraction)}）。分析时的耗时不能当作基准测试结果。`,
  ofFile: (profiled, runs) =>
    `分析时一次运行耗时 ${profiled}，取 ${format.whole(runs)} 次运行中较快一半的平均值。分析时的耗时不能当作基准测试结果。`,
  sum: (nodes, run, fraction) =>
    `在较快一半的运行中，各节点合计占 ${run} 中的 ${nodes}（${percent(fraction)}）；其余时间花在节点之间以及输入输出上。`,
  opening: (create, first) => `打开模型耗时 ${create}，首次运行 ${first}。`,
  bottlenecks: '瓶颈',
  none: '没有节点占用超过一次运行的 10%，其他各项也都没有超过阈值。',
  cause(cause) {
    switch (cause.code) {
      case 'node':
        return `${cause.name}（${cause.operator}）`;
      case 'outside-nodes':
        return '节点之外的时间';
      case 'copies':
        return `CPU 与 GPU 之间的拷贝（${format.whole(cause.nodes)} 次）`;
      case 'bandwidth':
        return '内存带宽';
      case 'variation':
        return '各次运行之间的波动';
      case 'memory':
        return '内存';
    }
  },
  above: (cause, { fraction, limit }) => `${wholes[cause.code]} ${percent(fraction)}（超过 ${percent(limit)} 即列出）`,
  cures: {
    webgpu: '试试 WebGPU',
    threads: '使用更多线程',
    int8: '把模型量化为 int8',
    'smaller-input': '在下面为动态维度选择更小的尺寸',
    'smaller-model': '选择节点更少或更大的模型，或一次运行多个输入',
    quiet: '关闭其他程序后重新分析',
    'fewer-copies': '在“模型”页的“算子覆盖”中查看哪些节点没有 GPU 内核',
  },
  nodes: '节点',
  nodesCaption: (shown, all) =>
    shown < all
      ? `${format.whole(all)} 个节点中最慢的 ${format.whole(shown)} 个`
      : `全部 ${format.whole(all)} 个节点，按耗时从高到低`,
  operators: '按算子',
  columns: {
    node: '节点',
    operator: '算子',
    time: '时间',
    fraction: '占比',
    nodes: '节点数',
    speed: '实际速度',
    bound: '受限于',
    attained: '极限利用率',
    provider: '运行于',
  },
  bound: { compute: '计算', memory: '内存' },
  speed: (gflops, bytesPerS) =>
    [
      ...(gflops === null ? [] : [`${format.number(gflops)} GFLOP/s`]),
      ...(bytesPerS === null ? [] : [`${format.number(bytesPerS / 1e9)} GB/s`]),
    ].join('，') || notKnown,
  percent,
  attained: (fraction) => (fraction > 1 ? '超过 100%' : percent(fraction)),
  notKnown,
  roofs: (limits) =>
    `本设备实测：${limits.map(formatRoof).join('；')}。“极限利用率”是节点的实际速度与其所受限的那一项极限之比（roofline 模型）。如果数据来自比主存更快的缓存，或其内核快于所测的矩阵乘法，该值会超过 100%。`,
  exports: '保存为',
  trace: 'Trace（Perfetto）',
  csv: 'CSV',
  json: 'JSON',
  nodeData: '节点数据（Model Explorer）',
};

function formatSigned(fraction: number): string {
  return `${fraction < 0 ? '−' : '+'}${percent(Math.abs(fraction))}`;
}
