import type { ModelFacts } from '#core/model/model-facts.ts';
import type * as en from '../../en/models/model-facts.ts';
import { count as countOf, flopNote, format } from '../format.ts';
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
  decoder: 'decoder na bumubuo ng text',
  encoder: 'text encoder',
  'encoder-decoder': 'encoder-decoder',
  'vision-transformer': 'vision transformer',
  'conv-net': 'convolutional network',
  detector: 'object detector',
  segmenter: 'segmenter',
  speech: 'model ng pananalita',
  recurrent: 'recurrent network',
  perceptron: 'multilayer perceptron',
  'embedding-table': 'embedding table',
};

const quantisations = {
  none: 'hindi quantized',
  float16: 'float16',
  bfloat16: 'bfloat16',
  'dynamic-int8': 'dynamic int8: int8 na weight, kino-quantize ang mga activation sa oras ng pagtakbo',
  qdq: 'QDQ (mga node na quantize at dequantize)',
  qoperator: 'QOperator (mga integer operator)',
  'int4-blocks': 'mga 4-bit na block',
  'weights-only': 'weight lang',
  'full-integer': 'puro integer',
  gguf: 'block quantization',
  mixed: 'halo-halo',
  unknown: 'hindi alam',
};

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

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

export const modelFacts: typeof en.modelFacts = {
  title: 'Impormasyon ng model',
  label: 'Impormasyon ng model',
  names: {
    format: 'Format',
    name: 'Pangalan',
    producer: 'Gumawa',
    size: 'Laki',
    parameters: 'Mga parameter',
    weights: 'Mga weight',
    quantisation: 'Precision',
    architecture: 'Arkitektura',
    layers: 'Mga layer',
    heads: 'Mga attention head',
    context: 'Haba ng context na pinagsanayan',
    width: 'Laki ng embedding',
    vocabulary: 'Bokabularyo',
    experts: 'Mga expert',
    tokenizer: 'Tokenizer',
    chatTemplate: 'Chat template',
    licence: 'Lisensya',
    work: 'Compute',
    external: 'Mga external na file',
    unknown: 'Mga operator na hindi alam ang gastos',
  },
  notSpecified: 'hindi isinaad',
  format: formatName,
  weights: (weights) => weights.map(({ dtype, bytes }) => `${format.bytes(bytes)} ${dtype}`).join(', '),
  quantisation: ({ kind, name, bitsPerWeight }) =>
    kind === 'none'
      ? [name, `(${quantisations.none})`].join(' ').trim()
      : [
          name ?? quantisations[kind],
          ...(name === null || name === quantisations[kind] ? [] : [quantisations[kind]]),
          ...(bitsPerWeight === null ? [] : [`${countOf(format.number(bitsPerWeight), 'bit')} bawat weight`]),
        ].join(', '),
  architecture: ({ family, name, evidence }) => {
    const kind = [name, family && families[family]].filter((part) => part !== null).join(', ');
    const from = evidenceText(evidence);
    const [only, ...others] = evidence;
    const isCount = family !== null && only?.code === 'operators' && others.length === 0;
    const text = kind === '' ? 'hindi alam' : name === null ? capitalise(kind) : kind;
    return isCount ? `${text}, ${from}` : `${text} (${from})`;
  },
  heads: (heads, keyValueHeads) =>
    keyValueHeads === null || keyValueHeads === heads
      ? format.whole(heads)
      : `${format.whole(heads)} (${countOf(keyValueHeads, 'KV head')})`,
  tokens: (count) => countOf(count, 'token'),
  experts: (total, used) =>
    used === null ? format.whole(total) : `${format.whole(total)}, ${format.whole(used)} ang aktibo bawat token`,
  tokenizer: (model, vocabulary) => (vocabulary === null ? model : `${model}, ${countOf(vocabulary, 'token')}`),
  template: { included: 'kasama', none: 'wala' },
  flopNote,
  work: (flops, basis) => `${flops === null ? 'Hindi alam:' : flopsWords(flops)} ${flopsBasisText(basis)}`,
  external: (files) =>
    files.map(({ name, sizeBytes }) => `${name} (${sizeBytes === null ? 'wala' : format.bytes(sizeBytes)})`).join(', '),
  inputs: 'Mga input',
  outputs: 'Mga output',
  valueColumns: { name: 'Pangalan', type: 'Type', shape: 'Shape' },
  shape: (shape) =>
    shape === null ? 'hindi isinaad' : shape.length === 0 ? 'scalar' : shape.map((size) => size ?? '?').join(' × '),
  operators: (kinds, nodes) =>
    `Mga operator: ${countOf(nodes, 'node')} na ${kinds === 1 ? 'iisa ang uri' : `may ${countOf(kinds, 'uri')}`}`,
  operatorsCaption: 'Mga operator at ang bilang ng mga ito',
  operatorColumns: { operator: 'Operator', count: 'Bilang' },
  costs: 'Gastos bawat node',
  costsCaption: (shown, all) =>
    shown < all
      ? `Ang ${format.whole(shown)} pinakamagastos sa ${countOf(all, 'node')}`
      : `Lahat ng ${countOf(all, 'node')}`,
  costColumns: {
    node: 'Node',
    operator: 'Operator',
    flops: 'Compute',
    weights: 'Mga weight',
    moved: 'Mga activation',
    shape: 'Output',
  },
  notKnown: 'hindi alam',
  metadata: 'Iba pang metadata',
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
