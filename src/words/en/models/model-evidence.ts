import type { FactEvidence, FlopsBasis, OperatorKind } from '#core/model/fact-evidence.ts';
import { format } from '../format.ts';

const { list, whole } = format;

const operatorKinds = {
  'non-max-suppression': ['non-maximum suppression operator', 'non-maximum suppression operators'],
  recurrent: ['recurrent layer', 'recurrent layers'],
  convolution: ['convolution layer', 'convolution layers'],
  'dense-only': ['dense layer', 'dense layers'],
  qlinear: ['QLinear operator', 'QLinear operators'],
  'dynamic-quantisation': ['operator that quantises at run time', 'operators that quantise at run time'],
} satisfies Record<OperatorKind, readonly [one: string, several: string]>;

type Of<C> = Extract<FactEvidence, { readonly code: C }>;

const evidenceTexts: { readonly [C in FactEvidence['code']]: (facts: Of<C>) => string } = {
  'not-specified': () => 'not specified in the file',
  entry: ({ file, key, value }) => `${file === null ? '' : `${file}: `}${key} = ${value}`,
  'no-entry': ({ file, key }) => `${file} has no ${key}`,
  'no-file': ({ file }) => `${file} is missing`,
  input: ({ name }) => `input ${name}`,
  output: ({ shape }) => `from its output shape, ${shape.replaceAll(',', '×')}`,
  'output-size-of-input': ({ name }) => `output ${name} of the same size`,
  operator: ({ name, count }) => `${name}: ${whole(count)}`,
  operators: ({ kind, count }) => `${whole(count)} ${operatorKinds[kind][count === 1 ? 0 : 1]}`,
  'no-clear-operators': () => 'no operators typical of one family',
  'attention-layers': ({ count }) => `${whole(count)} attention layers`,
  cache: ({ side, tensors, first }) => `KV cache of ${whole(tensors)} tensors among its ${side} (${first} …)`,
  'no-cache': () => 'no KV cache',
  'causal-mask': () => 'causal mask',
  'causal-by-default': () => 'has attention heads and is not marked as non-causal',
  'logits-for-every-token': () => 'logits for every token',
  'no-weights': () => 'no weights in the file',
  'most-weight-bytes': ({ dtype }) => `most weight bytes are ${dtype}`,
  'weight-type': ({ dtype }) => `weights ${dtype}`,
  'activation-type': ({ dtype }) => `activations ${dtype ?? 'unknown'}`,
  scales: ({ per }) => `one scale per ${per}`,
  'fake-quantised-tensor': ({ name }) => `trained with fake quantisation: ${name}`,
  metadata: ({ key }) => `metadata ${key}`,
};

export function evidenceText(evidence: readonly FactEvidence[]): string {
  // If the output shape is the evidence, the input is not mentioned.
  const shape = evidence.filter(({ code }) => code === 'output');
  const mentioned = shape.length > 0 ? shape : evidence;
  return mentioned.map((item) => (evidenceTexts[item.code] as (facts: FactEvidence) => string)(item)).join(', ');
}

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
    ...(imageSizes ? [`image size from preprocessor_config.json: ${sizes(imageSizes)}`] : []),
    ...(ones ? [`free dimensions set to 1: ${shortList(ones)}`] : []),
    ...(inputShapes
      ? Object.entries(inputShapes).map(([name, shape]) => `input ${name} set to ${shape.join(' × ')}`)
      : []),
    ...(leftOut ? [`without ${whole(leftOut.nodes)} of ${whole(leftOut.of)} nodes, whose cost is not known`] : []),
  ];
}

/** The text after a number of operations, or the reason if there is none. */
export function flopsBasisText(basis: FlopsBasis): string {
  switch (basis.code) {
    case 'per-run': {
      const assumed = assumptions(basis).join('; ');
      return `per run${assumed && ` (${assumed})`}`;
    }
    case 'per-token':
      return 'per token (matrix multiplications; attention over the context is extra)';
    case 'per-part': {
      const texts = new Set(basis.of.map(flopsBasisText));
      return `for all ${whole(basis.parts)} parts together: ${[...texts].join(' | ')}`;
    }
    case 'image-size-free':
      return `input image size is not fixed (${shortList(basis.dimensions)})`;
    case 'input-size-free':
      return `input size is not fixed (${shortList(basis.dimensions)})`;
    case 'nodes-unknown':
      return `the cost of ${format.list(basis.operators)} is not known from the header`;
    case 'too-many-nodes':
      return `${whole(basis.nodes)} nodes are too many to follow`;
    case 'no-graph':
      return 'the file has weights only, no graph';
    case 'compiled-graph':
      return 'the graph is compiled into the model library';
    case 'no-weights':
      return 'the file has no weights';
  }
}

/** The assumptions of a forecast about a run; empty if there are none. */
export function runText(basis: FlopsBasis): string {
  if (basis.code !== 'per-run') return `Values are ${flopsBasisText(basis)}.`;
  const assumed = assumptions(basis).join('; ');
  return assumed && `Assumed: ${assumed}.`;
}
