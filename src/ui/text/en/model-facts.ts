import type { ArchitectureFamily, FormatId, ModelFacts, QuantisationKind, ValueFacts } from '#core/facts.ts';
import { flopNote, format } from './format.ts';

export const formats = {
  onnx: 'ONNX',
  gguf: 'GGUF',
  tflite: 'TFLite',
  tfjs: 'TensorFlow.js',
  safetensors: 'safetensors',
  mlc: 'MLC',
} satisfies Record<FormatId, string>;

const families = {
  decoder: 'text generator (decoder)',
  encoder: 'text encoder',
  'encoder-decoder': 'encoder and decoder',
  'vision-transformer': 'vision transformer',
  'conv-net': 'convolutional network',
  detector: 'detector',
  segmenter: 'segmenter',
  speech: 'speech model',
  recurrent: 'recurrent network',
  perceptron: 'multilayer perceptron',
  'embedding-table': 'table of embeddings',
} satisfies Record<ArchitectureFamily, string>;

const quantisations = {
  none: 'none',
  float16: '16-bit floats',
  bfloat16: 'bfloat16',
  'dynamic-int8': 'int8 weights, activations quantised as it runs',
  qdq: 'quantise and dequantise nodes',
  qoperator: 'integer operators',
  'int4-blocks': '4-bit blocks',
  'weights-only': 'weights only',
  'full-integer': 'integers throughout',
  gguf: 'block types',
  mixed: 'mixed',
  unknown: 'not known',
} satisfies Record<QuantisationKind, string>;

const shapeOf = (shape: ValueFacts['shape']) =>
  shape === null ? 'not stated' : shape.length === 0 ? 'scalar' : shape.map((size) => size ?? '?').join(' × ');

export const modelFacts = {
  title: 'What it is',
  label: 'Facts of the model',
  names: {
    format: 'Format',
    name: 'Name',
    producer: 'Made by',
    size: 'Size',
    parameters: 'Parameters',
    weights: 'Weights',
    quantisation: 'Quantisation',
    architecture: 'Architecture',
    layers: 'Layers',
    heads: 'Attention heads',
    context: 'Trained context',
    width: 'Width',
    vocabulary: 'Vocabulary',
    experts: 'Experts',
    tokenizer: 'Tokenizer',
    chatTemplate: 'Chat template',
    licence: 'Licence',
    work: 'Work',
    external: 'Files beside it',
    unknown: 'Operators without a cost rule',
  },
  notStated: 'not stated',
  format: (id: FormatId, version: string | null) => (version === null ? formats[id] : `${formats[id]} ${version}`),
  weights: (weights: ModelFacts['weights']) =>
    weights.map(({ dtype, bytes }) => `${format.bytes(bytes)} ${dtype}`).join(', '),
  quantisation: ({ kind, name, bitsPerWeight }: ModelFacts['quantisation']) =>
    [
      name ?? quantisations[kind],
      ...(name !== null && kind !== 'none' ? [quantisations[kind]] : []),
      ...(bitsPerWeight === null ? [] : [`${format.number(bitsPerWeight)} bits a weight`]),
    ].join(', '),
  architecture: ({ family, name, evidence }: ModelFacts['architecture']) =>
    `${[name, family && families[family]].filter(Boolean).join(', ') || 'nothing tells'} (${evidence})`,
  heads: (heads: number, keyValueHeads: number | null) =>
    keyValueHeads === null || keyValueHeads === heads
      ? format.whole(heads)
      : `${format.whole(heads)}, ${format.whole(keyValueHeads)} for keys and values`,
  tokens: (count: number) => `${format.whole(count)} tokens`,
  experts: (total: number, used: number | null) =>
    used === null ? format.whole(total) : `${format.whole(total)}, ${format.whole(used)} at a time`,
  tokenizer: (model: string, vocabulary: number | null) =>
    vocabulary === null ? model : `${model}, ${format.whole(vocabulary)} tokens`,
  template: { brought: 'brought along', none: 'none' },
  flopNote,
  work: (flops: number | null, basis: string) => (flops === null ? basis : `${flopsWords(flops)}: ${basis}`),
  external: (files: ModelFacts['externalFiles']) =>
    files
      .map(({ name, sizeBytes }) => `${name} (${sizeBytes === null ? 'missing' : format.bytes(sizeBytes)})`)
      .join(', '),
  inputs: 'Inputs',
  outputs: 'Outputs',
  valueColumns: { name: 'Name', type: 'Type', shape: 'Shape' },
  shape: shapeOf,
  operators: (kinds: number, nodes: number) =>
    `Operators: ${format.whole(nodes)} of ${kinds === 1 ? 'one kind' : `${format.whole(kinds)} kinds`}`,
  operatorsCaption: 'Operators and how often they occur',
  operatorColumns: { operator: 'Operator', count: 'Count' },
  costs: 'What each node costs',
  costsCaption: (shown: number, all: number) =>
    shown < all ? `The ${format.whole(shown)} dearest of ${format.whole(all)} nodes` : `All ${format.whole(all)} nodes`,
  costColumns: {
    node: 'Node',
    operator: 'Operator',
    flops: 'Work',
    weights: 'Weights',
    moved: 'Activations',
    shape: 'Output',
  },
  flops: flopsWords,
  notKnown: 'not known',
  metadata: 'What else the file says',
};

/** As byte counts are scaled: `12 FLOP`, `612 MFLOP`, `3.1 GFLOP`. */
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
