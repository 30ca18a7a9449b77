import type { FactEvidence, FlopsBasis, OperatorKind } from '#core/model/fact-evidence.ts';
import type * as en from '../../en/models/model-evidence.ts';
import { format } from '../format.ts';

const { list, whole } = format;

const operatorKinds = {
  'non-max-suppression': (count) => `opereta ${count} za non-maximum suppression`,
  recurrent: (count) => `matabaka ${count} ya recurrent`,
  convolution: (count) => `matabaka ${count} ya konvolusheni`,
  'dense-only': (count) => `matabaka ${count} ya dense`,
  qlinear: (count) => `opereta ${count} za QLinear`,
  'dynamic-quantisation': (count) => `opereta ${count} zinazokwantisha wakati wa uendeshaji`,
} satisfies Record<OperatorKind, (count: string) => string>;

const oneOperator = {
  'non-max-suppression': 'opereta 1 ya non-maximum suppression',
  recurrent: 'tabaka 1 la recurrent',
  convolution: 'tabaka 1 la konvolusheni',
  'dense-only': 'tabaka 1 la dense',
  qlinear: 'opereta 1 ya QLinear',
  'dynamic-quantisation': 'opereta 1 inayokwantisha wakati wa uendeshaji',
} satisfies Record<OperatorKind, string>;

type Of<C> = Extract<FactEvidence, { readonly code: C }>;

const evidenceTexts: { readonly [C in FactEvidence['code']]: (facts: Of<C>) => string } = {
  'not-specified': () => 'haikutajwa kwenye faili',
  entry: ({ file, key, value }) => `${file === null ? '' : `${file}: `}${key} = ${value}`,
  'no-entry': ({ file, key }) => `${file} haina ${key}`,
  'no-file': ({ file }) => `${file} haipo`,
  input: ({ name }) => `ingizo ${name}`,
  output: ({ shape }) => `kutokana na umbo la tokeo lake, ${shape.replaceAll(',', '×')}`,
  'output-size-of-input': ({ name }) => `tokeo ${name} la ukubwa ule ule`,
  operator: ({ name, count }) => `${name}: ${whole(count)}`,
  operators: ({ kind, count }) => (count === 1 ? oneOperator[kind] : operatorKinds[kind](whole(count))),
  'no-clear-operators': () => 'hakuna opereta za kawaida za familia moja',
  'attention-layers': ({ count }) => `matabaka ${whole(count)} ya attention`,
  cache: ({ side, tensors, first }) =>
    `akiba ya KV ya tensa ${whole(tensors)} kati ya ${side === 'inputs' ? 'maingizo' : 'matokeo'} yake (${first} …)`,
  'no-cache': () => 'hakuna akiba ya KV',
  'causal-mask': () => 'causal mask',
  'causal-by-default': () => 'ina vichwa vya attention na haijatajwa kuwa si ya causal',
  'logits-for-every-token': () => 'logits kwa kila tokeni',
  'no-weights': () => 'hakuna uzito kwenye faili',
  'most-weight-bytes': ({ dtype }) => `baiti nyingi za uzito ni ${dtype}`,
  'weight-type': ({ dtype }) => `uzito ${dtype}`,
  'activation-type': ({ dtype }) => `uamilishaji ${dtype ?? 'usiojulikana'}`,
  scales: ({ per }) => `skeli moja kwa kila ${per === 'tensor' ? 'tensa' : 'chaneli'}`,
  'fake-quantised-tensor': ({ name }) => `ilifunzwa kwa ukwantishaji wa kuigiza: ${name}`,
  metadata: ({ key }) => `metadata ${key}`,
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
    ...(imageSizes ? [`ukubwa wa picha kutoka preprocessor_config.json: ${sizes(imageSizes)}`] : []),
    ...(ones ? [`dimensheni huru zilizowekwa kuwa 1: ${shortList(ones)}`] : []),
    ...(inputShapes
      ? Object.entries(inputShapes).map(([name, shape]) => `ingizo ${name} limewekwa kuwa ${shape.join(' × ')}`)
      : []),
    ...(leftOut
      ? [`bila nodi ${whole(leftOut.nodes)} kati ya ${whole(leftOut.of)}, ambazo gharama yake haijulikani`]
      : []),
  ];
}

/** The text after a number of operations, or the reason if there is none. */
export const flopsBasisText: typeof en.flopsBasisText = (basis) => {
  switch (basis.code) {
    case 'per-run': {
      const assumed = assumptions(basis).join('; ');
      return `kwa uendeshaji${assumed && ` (${assumed})`}`;
    }
    case 'per-token':
      return 'kwa tokeni (uzidishaji wa matriki; attention ya muktadha ni ya ziada)';
    case 'per-part': {
      const texts = new Set(basis.of.map(flopsBasisText));
      return `kwa sehemu zake ${whole(basis.parts)} kwa pamoja: ${[...texts].join(' | ')}`;
    }
    case 'image-size-free':
      return `ukubwa wa picha ya ingizo haujawekwa (${shortList(basis.dimensions)})`;
    case 'input-size-free':
      return `ukubwa wa ingizo haujawekwa (${shortList(basis.dimensions)})`;
    case 'nodes-unknown':
      return `gharama ya ${format.list(basis.operators)} haijulikani kutokana na kichwa`;
    case 'too-many-nodes':
      return `nodi ${whole(basis.nodes)} ni nyingi mno kufuatiliwa`;
    case 'no-graph':
      return 'faili ina uzito pekee, haina grafu';
    case 'compiled-graph':
      return 'grafu imekusanywa ndani ya maktaba ya modeli';
    case 'no-weights':
      return 'faili haina uzito';
  }
};

/** The assumptions of a forecast about a run; empty if there are none. */
export const runText: typeof en.runText = (basis) => {
  if (basis.code !== 'per-run') return `Thamani ni ${flopsBasisText(basis)}.`;
  const assumed = assumptions(basis).join('; ');
  return assumed && `Imechukuliwa kwamba: ${assumed}.`;
};
