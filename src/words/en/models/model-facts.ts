import type { FlopsBasis } from '#core/model/fact-evidence.ts';
import type {
  ArchitectureFamily,
  FormatId,
  ModelFacts,
  QuantisationKind,
  ValueFacts,
} from '#core/model/model-facts.ts';
import { flopNote, format } from '../format.ts';
import { evidenceText, flopsBasisText } from './model-evidence.ts';

export const formats = {
  onnx: 'ONNX',
  gguf: 'GGUF',
  tflite: 'TFLite',
  tfjs: 'TensorFlow.js',
  safetensors: 'safetensors',
  mlc: 'MLC',
  openvino: 'OpenVINO IR',
} satisfies Record<FormatId, string>;

const families = {
  decoder: 'text-generation decoder',
  encoder: 'text encoder',
  'encoder-decoder': 'encoder-decoder',
  'vision-transformer': 'vision transformer',
  'conv-net': 'convolutional network',
  detector: 'object detector',
  segmenter: 'segmenter',
  speech: 'speech model',
  recurrent: 'recurrent network',
  perceptron: 'multilayer perceptron',
  'embedding-table': 'embedding table',
} satisfies Record<ArchitectureFamily, string>;

const quantisations = {
  none: 'not quantised',
  float16: 'float16',
  bfloat16: 'bfloat16',
  'dynamic-int8': 'dynamic int8: int8 weights, activations quantised at run time',
  qdq: 'QDQ (quantise and dequantise nodes)',
  qoperator: 'QOperator (integer operators)',
  'int4-blocks': '4-bit blocks',
  'weights-only': 'weight-only',
  'full-integer': 'full integer',
  gguf: 'block quantisation',
  mixed: 'mixed',
  unknown: 'unknown',
} satisfies Record<QuantisationKind, string>;

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const formatShape = (shape: ValueFacts['shape']) =>
  shape === null ? 'not specified' : shape.length === 0 ? 'scalar' : shape.map((size) => size ?? '?').join(' × ');

/** E.g. `ONNX (IR version 8, opset 17, com.microsoft 1)`. */
function formatName({
  format: id,
  formatVersion: version,
  opsets,
}: Pick<ModelFacts, 'format' | 'formatVersion' | 'opsets'>): string {
  if (id !== 'onnx') return version === null ? formats[id] : `${formats[id]} ${version}`;
  const sets = Object.entries(opsets).map(([domain, number]) => `${domain === 'ai.onnx' ? 'opset' : domain} ${number}`);
  const versions = [...(version === null ? [] : [`IR version ${version}`]), ...sets];
  return versions.length === 0 ? formats[id] : `${formats[id]} (${versions.join(', ')})`;
}

export const modelFacts = {
  title: 'Model facts',
  label: 'Model facts',
  names: {
    format: 'Format',
    name: 'Name',
    producer: 'Producer',
    size: 'Size',
    parameters: 'Parameters',
    weights: 'Weights',
    quantisation: 'Precision',
    architecture: 'Architecture',
    layers: 'Layers',
    heads: 'Attention heads',
    context: 'Trained context length',
    width: 'Embedding size',
    vocabulary: 'Vocabulary',
    experts: 'Experts',
    tokenizer: 'Tokenizer',
    chatTemplate: 'Chat template',
    licence: 'Licence',
    work: 'Compute',
    external: 'External files',
    unknown: 'Operators of unknown cost',
  },
  notSpecified: 'not specified',
  format: formatName,
  weights: (weights: ModelFacts['weights']) =>
    weights.map(({ dtype, bytes }) => `${format.bytes(bytes)} ${dtype}`).join(', '),
  quantisation: ({ kind, name, bitsPerWeight }: ModelFacts['quantisation']) =>
    kind === 'none'
      ? [name, '(not quantised)'].join(' ').trim()
      : [
          name ?? quantisations[kind],
          ...(name === null || name === quantisations[kind] ? [] : [quantisations[kind]]),
          ...(bitsPerWeight === null ? [] : [`${format.number(bitsPerWeight)} bits per weight`]),
        ].join(', '),
  architecture: ({ family, name, evidence }: ModelFacts['architecture']) => {
    const kind = [name, family && families[family]].filter((part) => part !== null).join(', ');
    const from = evidenceText(evidence);
    const [only, ...others] = evidence;
    const isCount = family !== null && only?.code === 'operators' && others.length === 0;
    const text = kind === '' ? 'unknown' : name === null ? capitalise(kind) : kind;
    return isCount ? `${text}, ${from}` : `${text} (${from})`;
  },
  heads: (heads: number, keyValueHeads: number | null) =>
    keyValueHeads === null || keyValueHeads === heads
      ? format.whole(heads)
      : `${format.whole(heads)} (${format.whole(keyValueHeads)} KV heads)`,
  tokens: (count: number) => `${format.whole(count)} tokens`,
  experts: (total: number, used: number | null) =>
    used === null ? format.whole(total) : `${format.whole(total)}, ${format.whole(used)} active per token`,
  tokenizer: (model: string, vocabulary: number | null) =>
    vocabulary === null ? model : `${model}, ${format.whole(vocabulary)} tokens`,
  template: { included: 'included', none: 'none' },
  flopNote,
  work: (flops: number | null, basis: FlopsBasis) =>
    `${flops === null ? 'Unknown:' : flopsWords(flops)} ${flopsBasisText(basis)}`,
  external: (files: ModelFacts['externalFiles']) =>
    files
      .map(({ name, sizeBytes }) => `${name} (${sizeBytes === null ? 'missing' : format.bytes(sizeBytes)})`)
      .join(', '),
  inputs: 'Inputs',
  outputs: 'Outputs',
  valueColumns: { name: 'Name', type: 'Type', shape: 'Shape' },
  shape: formatShape,
  operators: (kinds: number, nodes: number) =>
    `Operators: ${format.whole(nodes)} nodes of ${kinds === 1 ? 'one type' : `${format.whole(kinds)} types`}`,
  operatorsCaption: 'Operators and their number',
  operatorColumns: { operator: 'Operator', count: 'Count' },
  costs: 'Cost per node',
  costsCaption: (shown: number, all: number) =>
    shown < all
      ? `The ${format.whole(shown)} most expensive of ${format.whole(all)} nodes`
      : `All ${format.whole(all)} nodes`,
  costColumns: {
    node: 'Node',
    operator: 'Operator',
    flops: 'Compute',
    weights: 'Weights',
    moved: 'Activations',
    shape: 'Output',
  },
  notKnown: 'unknown',
  metadata: 'Other metadata',
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
