import type * as en from '../../en/models/model-facts.ts';
import type { ArchitectureFamily, ModelFacts, QuantisationKind } from '#core/model/model-facts.ts';
import { flopNote, format } from '../format.ts';
import { evidenceText, flopsBasisText } from './model-evidence.ts';

export const formats: typeof en.formats = {
  onnx: 'ONNX',
  gguf: 'GGUF',
  tflite: 'TFLite',
  tfjs: 'TensorFlow.js',
  safetensors: 'safetensors',
  mlc: 'MLC',
  openvino: 'OpenVINO IR',
};

const families = {
  decoder: '文本生成解码器',
  encoder: '文本编码器',
  'encoder-decoder': '编码器-解码器',
  'vision-transformer': '视觉 Transformer',
  'conv-net': '卷积网络',
  detector: '目标检测模型',
  segmenter: '分割模型',
  speech: '语音模型',
  recurrent: '循环网络',
  perceptron: '多层感知机',
  'embedding-table': '嵌入表',
} satisfies Record<ArchitectureFamily, string>;

const quantisations = {
  none: '未量化',
  float16: 'float16',
  bfloat16: 'bfloat16',
  'dynamic-int8': '动态 int8：int8 权重，激活在运行时量化',
  qdq: 'QDQ（量化与反量化节点）',
  qoperator: 'QOperator（整数算子）',
  'int4-blocks': '4 位分块',
  'weights-only': '仅权重量化',
  'full-integer': '全整数',
  gguf: '分块量化',
  mixed: '混合',
  unknown: '未知',
} satisfies Record<QuantisationKind, string>;

/** E.g. `ONNX（IR 版本 8，opset 17，com.microsoft 1）`. */
function formatName({
  format: id,
  formatVersion: version,
  opsets,
}: Pick<ModelFacts, 'format' | 'formatVersion' | 'opsets'>): string {
  if (id !== 'onnx') return version === null ? formats[id] : `${formats[id]} ${version}`;
  const sets = Object.entries(opsets).map(([domain, number]) => `${domain === 'ai.onnx' ? 'opset' : domain} ${number}`);
  const versions = [...(version === null ? [] : [`IR 版本 ${version}`]), ...sets];
  return versions.length === 0 ? formats[id] : `${formats[id]}（${versions.join('，')}）`;
}

export const modelFacts: typeof en.modelFacts = {
  title: '模型信息',
  label: '模型信息',
  names: {
    format: '格式',
    name: '名称',
    producer: '生成工具',
    size: '大小',
    parameters: '参数量',
    weights: '权重',
    quantisation: '精度',
    architecture: '架构',
    layers: '层数',
    heads: '注意力头数',
    context: '训练时的上下文长度',
    width: '嵌入维度',
    vocabulary: '词表大小',
    experts: '专家数',
    tokenizer: '分词器',
    chatTemplate: '对话模板',
    licence: '许可证',
    work: '计算量',
    external: '外部文件',
    unknown: '开销未知的算子',
  },
  notSpecified: '未注明',
  format: formatName,
  weights: (weights) => weights.map(({ dtype, bytes }) => `${format.bytes(bytes)} ${dtype}`).join('，'),
  quantisation: ({ kind, name, bitsPerWeight }) =>
    kind === 'none'
      ? `${name ?? ''}（未量化）`
      : [
          name ?? quantisations[kind],
          ...(name === null || name === quantisations[kind] ? [] : [quantisations[kind]]),
          ...(bitsPerWeight === null ? [] : [`每个权重 ${format.number(bitsPerWeight)} 位`]),
        ].join('，'),
  architecture: ({ family, name, evidence }) => {
    const kind = [name, family && families[family]].filter((part) => part !== null).join('，');
    const from = evidenceText(evidence);
    const [only, ...others] = evidence;
    const isCount = family !== null && only?.code === 'operators' && others.length === 0;
    const text = kind === '' ? '未知' : kind;
    return isCount ? `${text}，${from}` : `${text}（${from}）`;
  },
  heads: (heads, keyValueHeads) =>
    keyValueHeads === null || keyValueHeads === heads
      ? format.whole(heads)
      : `${format.whole(heads)}（${format.whole(keyValueHeads)} 个 KV 头）`,
  tokens: (count) => `${format.whole(count)} 个 token`,
  experts: (total, used) =>
    used === null ? format.whole(total) : `${format.whole(total)}，每个 token 激活 ${format.whole(used)} 个`,
  tokenizer: (model, vocabulary) => (vocabulary === null ? model : `${model}，${format.whole(vocabulary)} 个 token`),
  template: { included: '自带', none: '无' },
  flopNote,
  work: (flops, basis) =>
    flops === null ? `未知：${flopsBasisText(basis)}` : `${flopsWords(flops)}，${flopsBasisText(basis)}`,
  external: (files) =>
    files
      .map(({ name, sizeBytes }) => `${name}（${sizeBytes === null ? '缺失' : format.bytes(sizeBytes)}）`)
      .join('，'),
  inputs: '输入',
  outputs: '输出',
  valueColumns: { name: '名称', type: '类型', shape: '形状' },
  shape: (shape) =>
    shape === null ? '未注明' : shape.length === 0 ? '标量' : shape.map((size) => size ?? '?').join(' × '),
  operators: (kinds, nodes) => `算子：${format.whole(nodes)} 个节点，${format.whole(kinds)} 种类型`,
  operatorsCaption: '各算子及其数量',
  operatorColumns: { operator: '算子', count: '数量' },
  costs: '各节点的开销',
  costsCaption: (shown, all) =>
    shown < all
      ? `${format.whole(all)} 个节点中开销最大的 ${format.whole(shown)} 个`
      : `全部 ${format.whole(all)} 个节点`,
  costColumns: {
    node: '节点',
    operator: '算子',
    flops: '计算量',
    weights: '权重',
    moved: '激活',
    shape: '输出',
  },
  notKnown: '未知',
  metadata: '其他元数据',
};

/** Scaled like byte counts: `12 FLOP`, `612 MFLOP`, `3.1 GFLOP`. */
function flopsWords(flops: number): string {
  const steps = ['', 'k', 'M', 'G', 'T'];
  let scaled = flops;
  let step = 0;
  while (scaled >= 999.5 && step < steps.length - 1) {
    scaled /= 1000;
    step++;
  }
  return `${format.number(scaled)} ${steps[step]}FLOP`;
}
