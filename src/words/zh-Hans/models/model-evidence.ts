import type * as en from '../../en/models/model-evidence.ts';
import type { FactEvidence, FlopsBasis, OperatorKind } from '#core/model/fact-evidence.ts';
import { format } from '../format.ts';

const { list, whole } = format;

const operatorKinds = {
  'non-max-suppression': '个非极大值抑制算子',
  recurrent: '个循环层',
  convolution: '个卷积层',
  'dense-only': '个全连接层',
  qlinear: '个 QLinear 算子',
  'dynamic-quantisation': '个在运行时量化的算子',
} satisfies Record<OperatorKind, string>;

const sides = { inputs: '输入', outputs: '输出' };
const scaled = { tensor: '张量', channel: '通道' };

type Of<C> = Extract<FactEvidence, { readonly code: C }>;

const evidenceTexts: { readonly [C in FactEvidence['code']]: (facts: Of<C>) => string } = {
  'not-specified': () => '文件中未注明',
  entry: ({ file, key, value }) => `${file === null ? '' : `${file}：`}${key} = ${value}`,
  'no-entry': ({ file, key }) => `${file} 中没有 ${key}`,
  'no-file': ({ file }) => `缺少 ${file}`,
  input: ({ name }) => `输入 ${name}`,
  output: ({ shape }) => `依据输出形状 ${shape.replaceAll(',', '×')}`,
  'output-size-of-input': ({ name }) => `输出 ${name} 与输入尺寸相同`,
  operator: ({ name, count }) => `${name}：${whole(count)}`,
  operators: ({ kind, count }) => `${whole(count)} ${operatorKinds[kind]}`,
  'no-clear-operators': () => '没有某一类模型特有的算子',
  'attention-layers': ({ count }) => `${whole(count)} 个注意力层`,
  cache: ({ side, tensors, first }) => `${sides[side]}中有 ${whole(tensors)} 个 KV 缓存张量（${first} …）`,
  'no-cache': () => '没有 KV 缓存',
  'causal-mask': () => '因果掩码',
  'causal-by-default': () => '有注意力头，且未标记为非因果',
  'logits-for-every-token': () => '对每个 token 输出 logits',
  'no-weights': () => '文件中没有权重',
  'most-weight-bytes': ({ dtype }) => `权重大部分为 ${dtype}`,
  'weight-type': ({ dtype }) => `权重 ${dtype}`,
  'activation-type': ({ dtype }) => `激活 ${dtype ?? '未知'}`,
  scales: ({ per }) => `每个${scaled[per]}一个缩放系数`,
  'fake-quantised-tensor': ({ name }) => `采用伪量化训练：${name}`,
  metadata: ({ key }) => `元数据 ${key}`,
};

export const evidenceText: typeof en.evidenceText = (evidence) => {
  // If the output shape is the evidence, the input is not mentioned.
  const shape = evidence.filter(({ code }) => code === 'output');
  const mentioned = shape.length > 0 ? shape : evidence;
  return mentioned.map((item) => (evidenceTexts[item.code] as (facts: FactEvidence) => string)(item)).join('，');
};

/** At most eight names of dimensions. */
const shortList = (names: readonly string[]) => list(names.length > 8 ? [...names.slice(0, 8), '…'] : names);

const sizes = (byName: Readonly<Record<string, unknown>>) =>
  list(Object.entries(byName).map(([name, size]) => `${name} = ${String(size)}`));

/** The assumptions about a run, as parts of a sentence; empty if there are none. */
function assumptions({
  chosen,
  imageSizes,
  ones,
  inputShapes,
  leftOut,
}: Extract<FlopsBasis, { code: 'per-run' }>): string[] {
  return [
    ...(chosen ? [sizes(chosen)] : []),
    ...(imageSizes ? [`图像尺寸取自 preprocessor_config.json：${sizes(imageSizes)}`] : []),
    ...(ones ? [`动态维度设为 1：${shortList(ones)}`] : []),
    ...(inputShapes
      ? Object.entries(inputShapes).map(([name, shape]) => `输入 ${name} 设为 ${shape.join(' × ')}`)
      : []),
    ...(leftOut ? [`未计入 ${whole(leftOut.of)} 个节点中开销未知的 ${whole(leftOut.nodes)} 个`] : []),
  ];
}

export const flopsBasisText: typeof en.flopsBasisText = (basis) => {
  switch (basis.code) {
    case 'per-run': {
      const assumed = assumptions(basis).join('；');
      return `每次运行${assumed && `（${assumed}）`}`;
    }
    case 'per-token':
      return '每个 token（矩阵乘法，不含对上下文的注意力计算）';
    case 'per-part': {
      const texts = new Set(basis.of.map(flopsBasisText));
      return `${whole(basis.parts)} 个部分合计：${[...texts].join(' | ')}`;
    }
    case 'image-size-free':
      return `输入图像尺寸不固定（${shortList(basis.dimensions)}）`;
    case 'input-size-free':
      return `输入尺寸不固定（${shortList(basis.dimensions)}）`;
    case 'nodes-unknown':
      return `无法从文件头得知 ${format.list(basis.operators)} 的开销`;
    case 'too-many-nodes':
      return `${whole(basis.nodes)} 个节点太多，无法逐一推算`;
    case 'no-graph':
      return '文件只有权重，没有计算图';
    case 'compiled-graph':
      return '计算图已编译进模型库';
    case 'no-weights':
      return '文件中没有权重';
  }
};

export const runText: typeof en.runText = (basis) => {
  if (basis.code !== 'per-run') return `数值为${flopsBasisText(basis)}。`;
  const assumed = assumptions(basis).join('；');
  return assumed && `假设：${assumed}。`;
};
