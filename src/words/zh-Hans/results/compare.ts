import type * as en from '../../en/results/compare.ts';
import type { ComparisonSide } from '#bench/report/compare-reports.ts';

/** The sentence of a comparison when this side is the faster one. */
const faster: Readonly<Record<ComparisonSide, (factor: string, range: string) => string>> = {
  a: (factor, range) => `A 的速度是 B 的 ${factor} 倍（${range}）。`,
  b: (factor, range) => `B 的速度是 A 的 ${factor} 倍（${range}）。`,
  before: (factor, range) => `更改前的速度是更改后的 ${factor} 倍（${range}）。`,
  after: (factor, range) => `更改后的速度是更改前的 ${factor} 倍（${range}）。`,
  there: (factor, range) => `对方设备的速度是本设备的 ${factor} 倍（${range}）。`,
  here: (factor, range) => `本设备的速度是对方设备的 ${factor} 倍（${range}）。`,
};

export const compare: typeof en.compare = {
  field: '与另一个结果对比',
  help: '粘贴结果链接，即可显示中位数之比及其 95% 置信区间。',
  open: '对比',
  title: (model) => `对比：${model}`,
  label: '对比',
  openOne: '打开此结果',
  sides: {
    a: 'A',
    b: 'B',
    before: '更改前',
    after: '更改后',
    there: '对方设备',
    here: '本设备',
  },
  sentence(which, [first, second], factor, range) {
    if (which === 'neither') return `没有可测出的差异（${range}）。`;
    if (which === 'unclear') return `无法判定：采样太少或太分散（${range}）。`;
    return faster[which === 'first' ? first : second](factor, range);
  },
  card: {
    separator: ' | ',
    caption: (sides) => `${sides}，中位数`,
    side: (name, machine, engine) => `${name}：${machine}；${engine}`,
  },
  changed: '已更改',
  change: (name, before, after) => `${name}：${before} → ${after}`,
  nothingChanged: '两者的设置和版本完全相同。',
  looksSame: '两个链接报告的是同一种设备，但无法证明是同一台。',
  range: (low, high) => `${low}–${high}×，95% 置信区间`,
  inCell: (cell, sentence) => `${cell}：${sentence}`,
  incomparable: {
    itself: '两者是同一个结果，没有可对比的内容。',
    invalid: '不可比较：其中一个输出错误，因此速度不作数。',
    method: '不可比较：两者采用的测量方法主版本不同。',
    subject: '不可比较：两者测量的模型不同。',
    dimensions: '不可比较：模型动态维度的尺寸不同。',
    cells: '不可比较：两者测量的项目不同。',
  },
  caveats: {
    'not-interleaved': '两者在不同时间运行，没有交错：设备状态的漂移会计为差异。',
    'other-machine': '两者在不同的设备上运行。',
    'other-engine': '引擎版本或浏览器不同。',
    'other-settings': '设备、线程数或引擎设置不同。',
    indicative: '至少有一个不是未受干扰的完整测量。',
    noisy: '至少有一个的采样波动很大，或在繁忙的设备上测得。',
    histogram: '采样来自链接中的直方图：区间的精度受限于直方图的区间宽度。',
  },
  caveatsTitle: '注意事项',
  different: '差异',
  differentCaption: '不同的信息',
  same: (count) => `两者相同：${count} 项信息`,
  plotTitle: '同一刻度上的分布',
};
