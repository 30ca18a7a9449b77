import type * as en from '../../en/report/report-markdown.ts';
import type { Agreement, ReferenceId } from '#core/report/tensor-report.ts';

const verdicts = {
  identical: '完全相同',
  expected: '符合预期',
  investigate: '有待查明',
  broken: '错误',
} satisfies Record<Exclude<Agreement['verdict'], 'not-measured'>, string>;

/** Names of references; other references are shown by their own name. */
const references: Readonly<Record<string, string>> = {
  'this-device-wasm': '本设备的 WebAssembly',
  'this-device-wasm-unoptimised': '本设备的 WebAssembly（未做图优化）',
  'this-device-wasm-1-thread': '本设备的 WebAssembly（1 线程）',
  'this-device-wasm-2-threads': '本设备的 WebAssembly（2 线程）',
  'this-device-cpu': '本设备 CPU 上的 ONNX Runtime',
  'this-device-cpu-1-thread': '本设备的 CPU（1 线程）',
  'this-device-cpu-2-threads': '本设备的 CPU（2 线程）',
  'this-device-cpu-unoptimised': '本设备 CPU 上的 ONNX Runtime（未做图优化）',
} satisfies Record<ReferenceId, string>;

const notCompared: Readonly<Record<string, string>> = {
  'no-reference': '没有保存的输出，而运行本身就在参考设备上',
  'model-too-large': '模型超过 200 MB，太大而无法再次打开',
  'reference-failed': '无法计算参考结果',
};

export const referenceText: typeof en.referenceText = (name) => references[name] ?? name;

export const notComparedText: typeof en.notComparedText = (why) => {
  const [code = '', ...message] = why.split(': ');
  const text = notCompared[code];
  if (text === undefined) return why;
  return message.length > 0 ? `${text}（${message.join(': ')}）` : text;
};

export const markdown: typeof en.markdown = {
  title: (subject, engine, device) => `${subject}：${engine}，${device}`,
  factColumns: ['属性', '值'],
  columns: {
    cell: '项目',
    medianMs: '中位数（ms）',
    tokensPerS: 'token/s',
    interval: '95% 置信区间',
    msPerToken: '中位数（ms/token）',
    mad: 'MAD',
    mean: '平均值（95% 置信区间）',
    min: '最小值',
    max: '最大值',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    n: 'n',
    firstMs: '首次（ms）',
    agreement: '一致性',
    metric: '指标',
    score: '得分',
    scoreInterval: '95% 区间',
    items: '样本数',
  },
  interval: (low, high) => `${low} 至 ${high}`,
  needs: (samples) => `需要 n ≥ ${samples}`,
  firstToken: (promptTokens, ms) => `提示词 ${promptTokens} 个 token 时的首 token 延迟：${ms} ms（中位数）。`,
  agreement: (agreement) =>
    agreement.verdict === 'not-measured'
      ? `未比较：${notComparedText(agreement.why)}`
      : `${verdicts[agreement.verdict]}（对照${referenceText(agreement.reference)}：${agreement.metric} ${agreement.value.toFixed(6)}）`,
  textAgreement: (agreement, margin) => {
    if (agreement.verdict === 'not-measured') return `一致性：未比较，${notComparedText(agreement.why)}。`;
    const { verdict, same, tokens, reference } = agreement;
    const difference = margin === null ? '' : `；首个差异处的对数概率差为 ${margin}`;
    return `一致性：${verdicts[verdict]}（贪心解码的 ${tokens} 个 token 中有 ${same} 个与${referenceText(reference)}相同${difference}）。`;
  },
  source: '由一台设备自行上报。打开并重新运行：',
};
