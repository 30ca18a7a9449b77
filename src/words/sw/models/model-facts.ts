import type { ArchitectureFamily, ModelFacts, QuantisationKind } from '#core/model/model-facts.ts';
import type { Text } from '../../language.ts';
import type * as en from '../../en/models/model-facts.ts';
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
  decoder: 'decoder ya kutengeneza maandishi',
  encoder: 'encoder ya maandishi',
  'encoder-decoder': 'encoder-decoder',
  'vision-transformer': 'transformer ya picha',
  'conv-net': 'mtandao wa konvolusheni',
  detector: 'modeli ya kutambua vitu',
  segmenter: 'modeli ya kutenga sehemu za picha',
  speech: 'modeli ya usemi',
  recurrent: 'mtandao wa recurrent',
  perceptron: 'perceptron ya matabaka mengi',
  'embedding-table': 'jedwali la embedding',
} satisfies Record<ArchitectureFamily, string>;

const quantisations = {
  none: 'haijakwantishwa',
  float16: 'float16',
  bfloat16: 'bfloat16',
  'dynamic-int8': 'dynamic int8: uzito wa int8, uamilishaji hukwantishwa wakati wa uendeshaji',
  qdq: 'QDQ (nodi za kukwantisha na kurudisha)',
  qoperator: 'QOperator (opereta za namba kamili)',
  'int4-blocks': 'bloku za biti 4',
  'weights-only': 'uzito pekee',
  'full-integer': 'namba kamili pote',
  gguf: 'ukwantishaji wa bloku',
  mixed: 'mchanganyiko',
  unknown: 'haijulikani',
} satisfies Record<QuantisationKind, string>;

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** E.g. `ONNX (IR version 8, opset 17, com.microsoft 1)`. */
function formatName({
  format: id,
  formatVersion: version,
  opsets,
}: Pick<ModelFacts, 'format' | 'formatVersion' | 'opsets'>): string {
  if (id !== 'onnx') return version === null ? formats[id] : `${formats[id]} ${version}`;
  const sets = Object.entries(opsets).map(([domain, number]) => `${domain === 'ai.onnx' ? 'opset' : domain} ${number}`);
  const versions = [...(version === null ? [] : [`toleo la IR ${version}`]), ...sets];
  return versions.length === 0 ? formats[id] : `${formats[id]} (${versions.join(', ')})`;
}

export const modelFacts: Text['models']['facts'] = {
  title: 'Maelezo ya modeli',
  label: 'Maelezo ya modeli',
  names: {
    format: 'Muundo',
    name: 'Jina',
    producer: 'Mtengenezaji',
    size: 'Ukubwa',
    parameters: 'Parameta',
    weights: 'Uzito',
    quantisation: 'Usahihi wa namba',
    architecture: 'Usanifu',
    layers: 'Matabaka',
    heads: 'Vichwa vya attention',
    context: 'Urefu wa muktadha uliofunzwa',
    width: 'Ukubwa wa embedding',
    vocabulary: 'Msamiati',
    experts: 'Wataalamu (experts)',
    tokenizer: 'Kigawa tokeni',
    chatTemplate: 'Kiolezo cha gumzo',
    licence: 'Leseni',
    work: 'Ukokotoaji',
    external: 'Faili za nje',
    unknown: 'Opereta zenye gharama isiyojulikana',
  },
  notSpecified: 'haikutajwa',
  format: formatName,
  weights: (weights) => weights.map(({ dtype, bytes }) => `${format.bytes(bytes)} ${dtype}`).join(', '),
  quantisation: ({ kind, name, bitsPerWeight }) =>
    kind === 'none'
      ? [name, '(haijakwantishwa)'].join(' ').trim()
      : [
          name ?? quantisations[kind],
          ...(name === null || name === quantisations[kind] ? [] : [quantisations[kind]]),
          ...(bitsPerWeight === null ? [] : [`biti ${format.number(bitsPerWeight)} kwa kila uzito`]),
        ].join(', '),
  architecture: ({ family, name, evidence }) => {
    const kind = [name, family && families[family]].filter((part) => part !== null).join(', ');
    const from = evidenceText(evidence);
    const [only, ...others] = evidence;
    const isCount = family !== null && only?.code === 'operators' && others.length === 0;
    const text = kind === '' ? 'haijulikani' : name === null ? capitalise(kind) : kind;
    return isCount ? `${text}, ${from}` : `${text} (${from})`;
  },
  heads: (heads, keyValueHeads) =>
    keyValueHeads === null || keyValueHeads === heads
      ? format.whole(heads)
      : `${format.whole(heads)} (vichwa vya KV ${format.whole(keyValueHeads)})`,
  tokens: (count) => `tokeni ${format.whole(count)}`,
  experts: (total, used) =>
    used === null ? format.whole(total) : `${format.whole(total)}, ${format.whole(used)} hutumika kwa kila tokeni`,
  tokenizer: (model, vocabulary) => (vocabulary === null ? model : `${model}, tokeni ${format.whole(vocabulary)}`),
  template: { included: 'kimejumuishwa', none: 'hakuna' },
  flopNote,
  work: (flops, basis) => `${flops === null ? 'Haijulikani:' : flopsWords(flops)} ${flopsBasisText(basis)}`,
  external: (files) =>
    files
      .map(({ name, sizeBytes }) => `${name} (${sizeBytes === null ? 'haipo' : format.bytes(sizeBytes)})`)
      .join(', '),
  inputs: 'Maingizo',
  outputs: 'Matokeo',
  valueColumns: { name: 'Jina', type: 'Aina', shape: 'Umbo' },
  shape: (shape) =>
    shape === null ? 'haikutajwa' : shape.length === 0 ? 'skala' : shape.map((size) => size ?? '?').join(' × '),
  operators: (kinds, nodes) =>
    `Opereta: nodi ${format.whole(nodes)} za aina ${kinds === 1 ? 'moja' : format.whole(kinds)}`,
  operatorsCaption: 'Opereta na idadi yake',
  operatorColumns: { operator: 'Opereta', count: 'Idadi' },
  costs: 'Gharama kwa nodi',
  costsCaption: (shown, all) =>
    shown < all
      ? `Nodi ${format.whole(shown)} za gharama kubwa zaidi kati ya ${format.whole(all)}`
      : `Nodi zote ${format.whole(all)}`,
  costColumns: {
    node: 'Nodi',
    operator: 'Opereta',
    flops: 'Ukokotoaji',
    weights: 'Uzito',
    moved: 'Uamilishaji',
    shape: 'Tokeo',
  },
  notKnown: 'haijulikani',
  metadata: 'Metadata nyingine',
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
