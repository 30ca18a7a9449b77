import type * as en from '../../en/models/optimise.ts';
import type { QuantisationKind } from '#core/model/model-facts.ts';
import type { NotApplicableCode, StepOutcome } from '#optimise/optimisation-step.ts';
import { format } from '../format.ts';
import { gateName } from '../gates/gate-results.ts';

const { whole } = format;

const facts: Readonly<Record<string, (count: number) => string>> = {
  nodes: (n) => `${whole(n)} 个节点`,
  initializers: (n) => `${whole(n)} 个初始化张量`,
  convolutions: (n) => `${whole(n)} 个卷积`,
  layers: (n) => `${whole(n)} 层`,
  dimensions: (n) => `${whole(n)} 个维度`,
  products: (n) => `${whole(n)} 个 MatMul`,
  values: (n) => `${whole(n)} 个值`,
  joined: (n) => `合并 ${whole(n)} 个`,
  cancelled: (n) => `抵消 ${whole(n)} 个`,
  casts: (n) => `${whole(n)} 次类型转换`,
  channels: (n) => `${whole(n)} 个通道`,
  zeros: (n) => `${whole(n)} 个零`,
  weights: (n) => `共 ${whole(n)} 个权重`,
  scaledInputs: (n) => `${whole(n)} 个缩放后的输入`,
  outOfRange: (n) => `其中 ${whole(n)} 个因取值`,
  kept: (n) => `${whole(n)} 个保持不变`,
  skipped: (n) => `跳过 ${whole(n)} 个`,
};

const quantisedAs = {
  none: '未量化',
  float16: 'float16',
  bfloat16: 'bfloat16',
  'dynamic-int8': 'int8 权重，激活在运行时量化',
  qdq: 'QuantizeLinear 与 DequantizeLinear 之间为 int8（QDQ）',
  qoperator: '整数算子（QOperator）',
  'int4-blocks': '低位宽的分块权重',
  'weights-only': '整数权重',
  'full-integer': '全整数',
  gguf: 'GGUF 分块',
  mixed: '多种类型',
  unknown: '未知类型',
} satisfies Record<QuantisationKind, string>;

const notApplicable: Readonly<Record<NotApplicableCode, (facts: Readonly<Record<string, string | number>>) => string>> =
  {
    'already-quantised': ({ kind }) => `模型已经量化过：${quantisedAs[kind as QuantisationKind]}`,
    'no-engine': () => '需要 ONNX Runtime，但尚未安装：npm run assay -- engines add ort',
    'no-samples': () => '需要校准数据，但没有提供（--calibrate）',
    'samples-not-finite': () => '校准数据得不到有限值（出现 NaN 或无穷大）：请检查数据的预处理',
    'opset-too-old': ({ opset, min }) => `模型使用 opset ${opset}，而需要 opset ${min} 或更高`,
    'operator-not-convertible': ({ operator, opset }) => `${operator} 在 opset ${opset} 中没有等价的算子`,
    'weights-shared': ({ weight }) => `模型反而会变大，因为 ${weight} 同时是模型的输出，或是某个不改写的节点的输入`,
    'beyond-float16': ({ nodes }) =>
      `float16 无法表示 ${whole(Number(nodes))} 个节点的值：要么太大，要么大部分会变成 0`,
    'no-such-size': ({ name }) => `模型没有名为 ${name} 的动态维度`,
  };

const decibels = (sqnrDb: number): string =>
  Number.isFinite(sqnrDb) ? `${format.number(sqnrDb)} dB` : sqnrDb > 0 ? '无限大' : '无';

const figures = ({ sizeBytes, sqnrDb }: { readonly sizeBytes: number; readonly sqnrDb: number }): string =>
  `${format.bytes(sizeBytes)}，SQNR ${decibels(sqnrDb)}`;

function explainInaction(outcome: StepOutcome): string {
  if (outcome.code !== 'not-applicable') {
    return '没有找到可改写的节点。请选择其他方案、其他算子，或减少排除的节点';
  }
  const why = notApplicable[outcome.reason](outcome.facts);
  if (outcome.reason === 'opset-too-old') return `${why}。请在配方中把步骤 raise-opset 放在它之前`;
  if (outcome.reason === 'already-quantised') return `${why}。请从 float32 模型开始`;
  return why;
}

const durations = ([low, high]: readonly [number, number]) => `${format.duration(low)} 至 ${format.duration(high)}`;

export const optimise: typeof en.optimise = {
  steps: {
    'attention-fusion': '融合注意力',
    'conv-batch-norm-fusion': '把批归一化合并到卷积',
    'constant-folding': '常量折叠',
    'dead-code-elimination': '删除无用节点',
    'common-subexpressions': '合并重复节点',
    'cross-layer-equalisation': '均衡相邻层的取值范围',
    'dynamic-int8': '动态 int8：先量化权重，运行时量化激活',
    'float32-convolutions': '以 float32 计算整数卷积',
    float16: '转换为 float16',
    'float64-to-float32': '以 float32 代替 float64 计算',
    'freeze-sizes': '固定动态维度',
    'gelu-fusion': '融合 GELU',
    'layer-norm-fusion': '融合层归一化',
    'matmul-add-fusion': '融合 MatMul + Add（偏置）',
    'shape-folding': '折叠形状计算',
    'identity-elimination': '删除不起作用的节点',
    'transpose-elimination': '合并 Transpose 节点',
    'raise-opset': '提高 opset',
    'reshape-joining': '合并 Reshape 和 Slice',
    'rms-norm-fusion': '融合 RMS 归一化',
    'channel-pruning': '剪除权重小的通道',
    'low-rank': '把矩阵拆成两个更窄的矩阵',
    'weight-pruning': '把小权重置零',
    'static-int8': '静态 int8：权重和激活',
    'weight-only': '分块量化权重',
  },
  outcome(outcome) {
    if (outcome.code === 'nothing-to-rewrite') return '无需改动';
    if (outcome.code === 'not-applicable') return `不适用：${notApplicable[outcome.reason](outcome.facts)}`;
    const counts = Object.entries(outcome.facts).filter(([, count]) => count > 0);
    return counts.map(([name, count]) => facts[name]?.(count) ?? `${name}：${count}`).join('，');
  },
  unavailable: {
    bfloat16: 'bfloat16：ONNX Runtime 在 CPU 和 WebAssembly 上都没有以它计算的内核。请使用 float16',
    int3: 'int3：ONNX Runtime 没有 3 位分块的内核。请使用 2 位或 4 位的 weight-only',
    qoperator:
      'QOperator：静态 int8 以 QuantizeLinear 和 DequantizeLinear（QDQ）写出，ONNX Runtime 打开模型时会合并成相同的整数算子。WebGPU 不运行这些算子',
  },
  sensitivity: (fraction) => `正在对每个节点尝试该方案：${format.percent(fraction)}`,
  node: ({ node, operator, sqnrDb, sizeFraction }, isExcluded) =>
    `${node}（${operator}）：SQNR ${decibels(sqnrDb)}，占权重的 ${format.percent(sizeFraction)}${isExcluded ? '，保持不变' : ''}`,
  trial(trial) {
    const name = optimise.steps[trial.scheme];
    switch (trial.outcome) {
      case 'passed':
        return `${name}：通过${trial.excluded.length === 0 ? '' : `，${whole(trial.excluded.length)} 个节点除外`}；${figures(trial)}`;
      case 'failed':
        return `${name}：未通过${trial.unmet.length === 0 ? '' : `（${trial.unmet.map(gateName).join('、')}）`}，无论哪些节点保持不变；${figures(trial)}`;
      case 'refused':
        return `${name}：${optimise.outcome(trial.why)}`;
      case 'not-smaller':
        return `${name}：未尝试：不会变小`;
      case 'out-of-time':
        return `${name}：未尝试：已到时间上限`;
    }
  },
  recordedTrial: (trial) => `${trial}（已有记录）`,
  front: (names) => `大小与 SQNR 的帕累托最优：${names.map((name) => optimise.steps[name]).join('、')}`,
  chosen: (name) => `已选择：${optimise.steps[name]}，通过的结果中最小`,
  nonePasses: '没有方案通过，因此未写入任何文件。',
  pruningStep: (step, { outcome, excluded, judgement, ...size }) => {
    const failed = judgement.unmet.length === 0 ? '' : `（${judgement.unmet.map(gateName).join('、')}）`;
    const verdict = { passes: '通过', fails: `未通过${failed}`, 'too-large': '仍然太大' };
    const unchanged = excluded.length === 0 ? '' : `；${whole(excluded.length)} 个节点保持不变`;
    return `第 ${step} 步，${verdict[judgement.verdict]}：${optimise.outcome(outcome)}${unchanged}；${figures({ ...size, ...judgement })}`;
  },
  noStepPasses: '没有一步通过，因此未写入任何文件。请减小每一步剪去的比例。',
  baseline: '原模型',
  written: '已写入',
  agreement: '输出与原模型对比',
  output(name, sqnr, cosine) {
    if (sqnr === null || cosine === null) return `${name}：未比较：值不是有限数，或大小不同`;
    if (sqnr === -Infinity) return `${name}：不同：某些值只在其中一个模型中为有限数`;
    return sqnr === Infinity
      ? `${name}：完全相同`
      : `${name}：SQNR ${format.number(sqnr)} dB，余弦 ${cosine.toFixed(6)}`;
  },
  notCompared: (why) =>
    why === undefined ? '未测量' : `未比较，因为模型无法在生成的输入上运行（请用 --calibrate 提供真实输入）：${why}`,
  notApplied: (step, outcome) => `${step} 没有任何改动，因此未写入文件：${explainInaction(outcome)}。`,
  times: {
    original: '原模型',
    result: '结果',
    time: ({ medianMs, interval: ends }) =>
      ends ? `${format.duration(medianMs)}（${durations(ends)}）` : format.duration(medianMs),
    speedUp: ({ ratio, interval: [low, high] }) =>
      low <= 1 && high >= 1
        ? `与原模型速度相当（${format.number(low)} 至 ${format.number(high)} 倍）`
        : `速度为原模型的 ${format.number(ratio)} 倍（${format.number(low)} 至 ${format.number(high)}）`,
  },
};
