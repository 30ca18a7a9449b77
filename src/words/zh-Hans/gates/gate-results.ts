import type * as en from '../../en/gates/gate-results.ts';
import type { GateUnit } from '#core/gate/gate-outcome.ts';
import { createGateResultWords, type GatePhrases } from '../../gate-result-words.ts';
import { format } from '../format.ts';
import { missing, reasons } from './gate-not-measured.ts';

export const gateNames: typeof en.gateNames = {
  'quality-ratio': '相对于基线的质量',
  quality: '质量',
  'error-rate': '错误率',
  perplexity: '困惑度',
  agreement: '一致性',
  robustness: '鲁棒性',
  'speed-up': '加速比',
  latency: '延迟',
  'time-to-first-token': '首 token 延迟',
  throughput: '吞吐量',
  'generation-throughput': '生成速度',
  'tail-latency-ratio': '尾延迟比',
  'throughput-under-load': '负载下的吞吐量',
  'errors-under-load': '负载下的错误',
  'sustained-slowdown': '持续运行时的降速',
  'model-size': '模型大小',
  'model-size-ratio': '模型大小（相对）',
  memory: '占用内存',
  'memory-ratio': '占用内存（相对）',
  power: '功率',
  'hosts-contacted': '连接的主机',
  'security-findings': '安全问题',
};

/** Values in the units of gates. */
const value = {
  fraction: format.percentExactly,
  ratio: (ratio) => `${format.number(ratio)}×`,
  ms: format.duration,
  bytes: format.bytes,
  'per-second': (rate) => `${format.number(rate)} 次/秒`,
  'tokens-per-second': (rate) => `${format.number(rate)} token/s`,
  count: format.whole,
  watts: (watts) => `${format.number(watts)} W`,
  number: format.number,
} satisfies Record<GateUnit, (value: number) => string>;

export const gateValue: typeof en.gateValue = (unit, figure) => value[unit](figure);

export const gateName: typeof en.gateName = (gate) => (gateNames as Readonly<Record<string, string>>)[gate] ?? gate;

const phrases: GatePhrases = {
  names: gateNames,
  values: value,
  bounds: {
    '>=': (limit) => `不低于 ${limit}`,
    '<=': (limit) => `不超过 ${limit}`,
  },
  states: {
    pass: '通过',
    fail: '未通过',
    inconclusive: '无法判定',
    'not-measured': '未测量',
    'not-applicable': '不适用',
    undecided: '未定',
  },
  warning: (state) => `${state}（警告）`,
  verbs: {
    pass: '通过',
    fail: '未通过',
    inconclusive: '无法判定',
    'not-measured': '未测量',
    'not-applicable': '不适用',
  },
  verdicts: {
    pass: '通过：所有必需门禁均通过。',
    fail: '未通过：至少一个必需门禁未通过。',
    undecided: '未定：必需门禁中没有未通过的，但至少一个无法判定或未测量；或者没有设置必需门禁。',
  },
  failed: (gates) =>
    `未通过：${gates.map(({ title, value, required }) => `“${title}”为 ${value}（要求：${required}）`).join('，')}。`,
  titleWithMetric: (gate, metric) => `${gate}（${metric}）`,
  interval: (low, high) => `95% 置信区间 ${low} 至 ${high}`,
  oneSidedInterval: (confidence, low, high) => `单侧 ${confidence}：${low} 至 ${high}`,
  measured: (figure, details) => (details.length > 0 ? `${figure}（${details.join('，')}）` : figure),
  samples: (n) => `n = ${n}`,
  samplesToDecide: (n) => `约需 n ≥ ${n} 才能判定`,
  withSamplesToDecide: (sentence, samples) => `${sentence}；${samples}`,
  withoutValue: (state, why) => `${state}：${why}`,
  sentence: (title, verb, why) => `“${title}”${verb}：${why}。`,
  measuredSentence: (title, verb, measured, required) => `“${title}”${verb}：${measured}；要求：${required}。`,
  undecided: {
    noneRequired: '未定：没有适用于该模型的必需门禁。',
    inconclusive: (samples) => `无法判定；${samples ?? '其置信区间包含限值'}`,
    gates: (titles, why) => `${titles.map((title) => `“${title}”`).join('')}：${why}。`,
    some: (gates) => `未定：必需门禁中没有未通过的，但以下门禁尚无定论。${gates.join('')}`,
  },
  missing,
  howToMeasure: (why, how) => `${why}；${how}`,
  reasons,
  grade: (fraction) => `至少保持基线模型得分的 ${fraction}。`,
  markdown: {
    heading: (candidate) => `${candidate} 的门禁结果`,
    columns: ['门禁', '结果', '实测', '要求'],
    gateFile: (sha256, readAt) => `门禁文件 ${sha256}（SHA-256），读取于 ${readAt}，在测量之前。`,
  },
};

export const gateResults: typeof en.gateResults = createGateResultWords(phrases, format, 'page');
