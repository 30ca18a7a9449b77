import type { FactEvidence, FlopsBasis, OperatorKind } from '#core/model/fact-evidence.ts';
import type * as en from '../../en/models/model-evidence.ts';
import { count as countOf, format } from '../format.ts';

const { list, whole } = format;

const operatorKinds = {
  'non-max-suppression': 'non-maximum suppression operator',
  recurrent: 'recurrent layer',
  convolution: 'convolution layer',
  'dense-only': 'dense layer',
  qlinear: 'QLinear operator',
  'dynamic-quantisation': 'operator na nagko-quantize sa oras ng pagtakbo',
} satisfies Record<OperatorKind, string>;

type Of<C> = Extract<FactEvidence, { readonly code: C }>;

const evidenceTexts: { readonly [C in FactEvidence['code']]: (facts: Of<C>) => string } = {
  'not-specified': () => 'hindi isinaad sa file',
  entry: ({ file, key, value }) => `${file === null ? '' : `${file}: `}${key} = ${value}`,
  'no-entry': ({ file, key }) => `walang ${key} ang ${file}`,
  'no-file': ({ file }) => `wala ang ${file}`,
  input: ({ name }) => `input na ${name}`,
  output: ({ shape }) => `mula sa shape ng output nito, ${shape.replaceAll(',', '×')}`,
  'output-size-of-input': ({ name }) => `output na ${name} na pareho ang laki`,
  operator: ({ name, count }) => `${name}: ${whole(count)}`,
  operators: ({ kind, count }) => countOf(count, operatorKinds[kind]),
  'no-clear-operators': () => 'walang operator na tipikal sa iisang pamilya',
  'attention-layers': ({ count }) => countOf(count, 'attention layer'),
  cache: ({ side, tensors, first }) =>
    `KV cache na ${countOf(tensors, 'tensor')} sa ${side === 'inputs' ? 'mga input' : 'mga output'} nito (${first} …)`,
  'no-cache': () => 'walang KV cache',
  'causal-mask': () => 'causal mask',
  'causal-by-default': () => 'may mga attention head at hindi minarkahang non-causal',
  'logits-for-every-token': () => 'logits para sa bawat token',
  'no-weights': () => 'walang weight sa file',
  'most-weight-bytes': ({ dtype }) => `${dtype} ang karamihan sa mga byte ng weight`,
  'weight-type': ({ dtype }) => `mga weight na ${dtype}`,
  'activation-type': ({ dtype }) => `mga activation na ${dtype ?? 'hindi alam'}`,
  scales: ({ per }) => `isang scale bawat ${per}`,
  'fake-quantised-tensor': ({ name }) => `sinanay nang may fake quantization: ${name}`,
  metadata: ({ key }) => `metadata na ${key}`,
};

export const evidenceText: typeof en.evidenceText = (evidence) => {
  // If the output shape is the evidence, the input is not mentioned.
  const shape = evidence.filter(({ code }) => code === 'output');
  const mentioned = shape.length > 0 ? shape : evidence;
  return mentioned.map((item) => (evidenceTexts[item.code] as (facts: FactEvidence) => string)(item)).join(', ');
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
    ...(imageSizes ? [`laki ng larawan mula sa preprocessor_config.json: ${sizes(imageSizes)}`] : []),
    ...(ones ? [`mga malayang dimension na itinakda sa 1: ${shortList(ones)}`] : []),
    ...(inputShapes
      ? Object.entries(inputShapes).map(([name, shape]) => `input na ${name} na itinakda sa ${shape.join(' × ')}`)
      : []),
    ...(leftOut
      ? [`hindi kasama ang ${whole(leftOut.nodes)} sa ${countOf(leftOut.of, 'node')}, na hindi alam ang gastos`]
      : []),
  ];
}

/** The text after a number of operations, or the reason if there is none. */
export const flopsBasisText: typeof en.flopsBasisText = (basis) => {
  switch (basis.code) {
    case 'per-run': {
      const assumed = assumptions(basis).join('; ');
      return `bawat run${assumed && ` (${assumed})`}`;
    }
    case 'per-token':
      return 'bawat token (mga matrix multiplication; dagdag pa ang attention sa context)';
    case 'per-part': {
      const texts = new Set(basis.of.map(flopsBasisText));
      return `para sa ${countOf(basis.parts, 'bahagi')} nito nang magkakasama: ${[...texts].join(' | ')}`;
    }
    case 'image-size-free':
      return `hindi takda ang laki ng input na larawan (${shortList(basis.dimensions)})`;
    case 'input-size-free':
      return `hindi takda ang laki ng input (${shortList(basis.dimensions)})`;
    case 'nodes-unknown':
      return `hindi malalaman sa header ang gastos ng ${format.list(basis.operators)}`;
    case 'too-many-nodes':
      return `masyadong marami ang ${countOf(basis.nodes, 'node')} para sundan`;
    case 'no-graph':
      return 'mga weight lang ang nasa file, walang graph';
    case 'compiled-graph':
      return 'na-compile ang graph sa model library';
    case 'no-weights':
      return 'walang weight ang file';
  }
};

/** The assumptions of a forecast about a run; empty if there are none. */
export const runText: typeof en.runText = (basis) => {
  if (basis.code !== 'per-run') return `Ang mga value ay ${flopsBasisText(basis)}.`;
  const assumed = assumptions(basis).join('; ');
  return assumed && `Ipinagpapalagay: ${assumed}.`;
};
