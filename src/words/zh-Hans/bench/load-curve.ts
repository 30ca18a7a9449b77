import type * as en from '../../en/bench/load-curve.ts';
import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import { format } from '../format.ts';

const { number, duration, whole } = format;

const sizes = {
  batch: (size: number) => `每批 ${size} 个输入`,
  concurrency: (size: number) => `${size} 个并发请求`,
} satisfies Record<keyof LoadCurve, (size: number) => string>;

export const loadCurve: typeof en.loadCurve = {
  title: '批处理与并发请求',
  lead: '如果模型的第一个维度是动态的，则测量批大小 1 至 32 的吞吐量和延迟；如果模型在配套程序中运行，则测量 1 至 16 个并发请求。根据所选测试时长，大约需要 3、15 或 45 秒，较慢的模型需要更久。',
  start: '测量负载性能',
  measureAgain: '重新测量负载性能',
  measuring: '正在测量负载性能',
  copy: '复制为 JSON',
  series: [
    { id: 'batch', title: '批处理', columns: ['批大小', '输入/秒', '延迟（中位数）', 'p95', 'n'] },
    {
      id: 'concurrency',
      title: '并发请求',
      columns: ['并发请求数', '输入/秒', '延迟（中位数）', 'p95', 'n'],
    },
  ],
  row: ({ size, inputsPerS, medianMs, p95, n }) => [
    whole(size),
    number(inputsPerS),
    duration(medianMs),
    'ms' in p95 ? duration(p95.ms) : `需要 n ≥ ${p95.needs}`,
    whole(n),
  ],
  notes({ points, knee, ended }, id) {
    const fastest = points.reduce((best, point) => (point.inputsPerS > best.inputsPerS ? point : best));
    const end = ended
      ? [
          ended.code === 'too-slow'
            ? `未测量更大的规模：${sizes[id](ended.size)}时，一次调用超过 10 秒。`
            : `未测量更大的规模：${sizes[id](ended.size)}时失败（${ended.code}）。`,
        ]
      : [];
    const power = '吞吐量与延迟之比（Kleinrock 的 power）';
    const figure = `${number(knee.power)} 输入/秒/ms`;
    return [
      knee.size === points.at(-1)?.size
        ? `直到${sizes[id](knee.size)}都没有出现拐点：此时${power}最高，为 ${figure}。`
        : `拐点：${sizes[id](knee.size)}，此时${power}最高，为 ${figure}。超过拐点后，延迟的增长快于吞吐量。`,
      `最高吞吐量：${sizes[id](fastest.size)}时达到 ${number(fastest.inputsPerS)} 输入/秒。`,
      ...end,
    ];
  },
  notMeasured: {
    'no-batch-axis': '未测量：各个输入和输出的第一个维度不是同一个动态维度。',
    'one-call-at-a-time': '未测量：页面中的引擎只能逐个处理请求。',
  },
};
