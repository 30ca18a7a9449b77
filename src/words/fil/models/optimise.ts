import type { QuantisationKind } from '#core/model/model-facts.ts';
import type { NotApplicableCode, StepOutcome } from '#optimise/optimisation-step.ts';
import type { optimise as en } from '../../en/models/optimise.ts';
import { count, format } from '../format.ts';
import { gateName } from '../gates/gate-results.ts';

const facts: Readonly<Record<string, (number: number) => string>> = {
  nodes: (n) => count(n, 'node'),
  initializers: (n) => count(n, 'initializer'),
  convolutions: (n) => count(n, 'convolution'),
  layers: (n) => count(n, 'layer'),
  dimensions: (n) => count(n, 'dimension'),
  products: (n) => count(n, 'MatMul'),
  values: (n) => count(n, 'value'),
  joined: (n) => `${format.whole(n)} ang pinagsama`,
  cancelled: (n) => `${format.whole(n)} ang nagkanselahan`,
  casts: (n) => count(n, 'conversion'),
  channels: (n) => count(n, 'channel'),
  zeros: (n) => count(n, 'zero'),
  weights: (n) => `sa ${count(n, 'weight')}`,
  scaledInputs: (n) => count(n, 'input na ini-scale'),
  outOfRange: (n) => `${format.whole(n)} sa mga ito dahil sa mga value`,
  kept: (n) => `${format.whole(n)} ang hindi binago`,
  skipped: (n) => `${format.whole(n)} ang nilaktawan`,
};

const quantisedAs = {
  none: 'hindi quantized',
  float16: 'float16',
  bfloat16: 'bfloat16',
  'dynamic-int8': 'int8 na weight, mga activation sa oras ng pagtakbo',
  qdq: 'int8 sa pagitan ng QuantizeLinear at DequantizeLinear (QDQ)',
  qoperator: 'mga integer operator (QOperator)',
  'int4-blocks': 'mga weight na nasa mga block na iilang bit',
  'weights-only': 'integer na weight',
  'full-integer': 'puro integer',
  gguf: 'mga block ng GGUF',
  mixed: 'ilang type',
  unknown: 'hindi kilalang type',
} satisfies Record<QuantisationKind, string>;

const notApplicable: Readonly<Record<NotApplicableCode, (facts: Readonly<Record<string, string | number>>) => string>> =
  {
    'already-quantised': ({ kind }) => `quantized na ang model: ${quantisedAs[kind as QuantisationKind]}`,
    'no-engine': () => 'kailangan nito ng ONNX Runtime, na hindi naka-install: npm run assay -- engines add ort',
    'no-samples': () => 'kailangan nito ng data para sa calibration, at wala nito (--calibrate)',
    'samples-not-finite': () =>
      'walang finite na value ang ibinibigay ng data para sa calibration (NaN o infinity): tingnan kung paano ito inihanda',
    'opset-too-old': ({ opset, min }) => `opset ${opset} ang gamit ng model, at opset ${min} o mas bago ang kailangan`,
    'operator-not-convertible': ({ operator, opset }) => `walang katumbas ang ${operator} sa opset ${opset}`,
    'weights-shared': ({ weight }) =>
      `lalaki ang model, dahil output din ng model ang ${weight} o input ng node na hindi muling isinusulat`,
    'beyond-float16': ({ nodes }) =>
      `hindi maipapahayag ng float16 ang mga value ng ${count(Number(nodes), 'node')}: masyadong malaki ang mga ito, o magiging 0 ang karamihan`,
    'no-such-size': ({ name }) => `walang malayang dimension na ${name} ang pangalan sa model`,
  };

const decibels = (sqnrDb: number): string =>
  Number.isFinite(sqnrDb) ? `${format.number(sqnrDb)} dB` : sqnrDb > 0 ? 'walang hanggan' : 'wala';

const figures = ({ sizeBytes, sqnrDb }: { readonly sizeBytes: number; readonly sqnrDb: number }): string =>
  `${format.bytes(sizeBytes)}, SQNR ${decibels(sqnrDb)}`;

function explainInaction(outcome: StepOutcome): string {
  if (outcome.code !== 'not-applicable') {
    return 'wala itong nahanap na node na isusulat muli. Pumili ng ibang scheme, ng ibang operator, o ng mas kaunting node na hindi isasama';
  }
  const why = notApplicable[outcome.reason](outcome.facts);
  if (outcome.reason === 'opset-too-old') return `${why}. Ilagay ang hakbang na raise-opset bago ito sa isang recipe`;
  if (outcome.reason === 'already-quantised') return `${why}. Magsimula sa model na nasa float32`;
  return why;
}

const durations = ([low, high]: readonly [number, number]) =>
  `${format.duration(low)} hanggang ${format.duration(high)}`;

/** Texts of the optimiser's steps and their outcomes. */
export const optimise: typeof en = {
  steps: {
    'attention-fusion': 'I-fuse ang attention',
    'conv-batch-norm-fusion': 'I-fold ang batch normalization sa mga convolution',
    'constant-folding': 'I-fold ang mga constant',
    'dead-code-elimination': 'Alisin ang mga dead node',
    'common-subexpressions': 'Pagsamahin ang magkakaparehong node',
    'cross-layer-equalisation': 'Pagpantayin ang mga saklaw ng magkakatabing layer',
    'dynamic-int8': 'Dynamic int8: mga weight ngayon, mga activation sa oras ng pagtakbo',
    'float32-convolutions': 'I-compute sa float32 ang mga integer convolution',
    float16: 'I-convert sa float16',
    'float64-to-float32': 'Mag-compute sa float32 sa halip na float64',
    'freeze-sizes': 'Itakda ang mga malayang dimension',
    'gelu-fusion': 'I-fuse ang GELU',
    'layer-norm-fusion': 'I-fuse ang layer normalization',
    'matmul-add-fusion': 'I-fuse ang MatMul + Add (bias)',
    'shape-folding': 'I-fold ang mga pag-compute ng shape',
    'identity-elimination': 'Alisin ang mga node na walang epekto',
    'transpose-elimination': 'Pagsamahin ang mga Transpose node',
    'raise-opset': 'Itaas ang opset',
    'reshape-joining': 'Pagdugtungin ang mga reshape at slice',
    'rms-norm-fusion': 'I-fuse ang RMS normalization',
    'channel-pruning': 'Alisin ang mga channel na maliliit ang weight',
    'low-rank': 'Hatiin ang mga matrix sa dalawang mas makitid',
    'weight-pruning': 'Gawing zero ang maliliit na weight',
    'static-int8': 'Static int8: mga weight at activation',
    'weight-only': 'I-quantize ang mga weight nang pa-block',
  },
  outcome(outcome) {
    if (outcome.code === 'nothing-to-rewrite') return 'walang gagawin';
    if (outcome.code === 'not-applicable') return `hindi nalalapat: ${notApplicable[outcome.reason](outcome.facts)}`;
    const counts = Object.entries(outcome.facts).filter(([, number]) => number > 0);
    return counts.map(([name, number]) => facts[name]?.(number) ?? `${name}: ${number}`).join(', ');
  },
  unavailable: {
    bfloat16:
      'bfloat16: walang kernel ang ONNX Runtime na nagko-compute dito, sa CPU o sa WebAssembly. Gamitin ang float16',
    int3: 'int3: walang kernel ang ONNX Runtime para sa mga block na 3 bit. Gamitin ang weight-only na may 2 o 4 na bit',
    qoperator:
      'QOperator: isinusulat ang static int8 gamit ang QuantizeLinear at DequantizeLinear (QDQ), na pinagsasama ng ONNX Runtime sa parehong mga integer operator kapag binuksan nito ang model. Hindi pinapatakbo ng WebGPU ang mga operator na iyon',
  },
  sensitivity: (fraction) => `Sinusubukan ang scheme sa bawat node: ${format.percent(fraction)}`,
  node: ({ node, operator, sqnrDb, sizeFraction }, isExcluded) =>
    `${node} (${operator}): SQNR ${decibels(sqnrDb)}, ${format.percent(sizeFraction)} ng mga weight${isExcluded ? ', hindi binago' : ''}`,
  trial(trial) {
    const name = optimise.steps[trial.scheme];
    switch (trial.outcome) {
      case 'passed':
        return `${name}: pasado${trial.excluded.length === 0 ? '' : `, maliban sa ${count(trial.excluded.length, 'node')}`}; ${figures(trial)}`;
      case 'failed':
        return `${name}: hindi pumasa${trial.unmet.length === 0 ? '' : ` (${trial.unmet.map(gateName).join(', ')})`}, alinmang node ang hindi baguhin; ${figures(trial)}`;
      case 'refused':
        return `${name}: ${optimise.outcome(trial.why)}`;
      case 'not-smaller':
        return `${name}: hindi sinubukan: hindi ito magiging mas maliit`;
      case 'out-of-time':
        return `${name}: hindi sinubukan: naabot ang limit sa oras`;
    }
  },
  recordedTrial: (trial) => `${trial} (nakatala)`,
  front: (names) => `Pareto-optimal sa laki at SQNR: ${names.map((name) => optimise.steps[name]).join(', ')}`,
  chosen: (name) => `Napili: ${optimise.steps[name]}, ang pinakamaliit na resultang pasado`,
  nonePasses: 'Walang scheme na pumasa, kaya walang naisulat.',
  pruningStep: (step, { outcome, excluded, judgement, ...size }) => {
    const failed = judgement.unmet.length === 0 ? '' : ` (${judgement.unmet.map(gateName).join(', ')})`;
    const verdict = { passes: 'pasado', fails: `hindi pumasa${failed}`, 'too-large': 'masyado pang malaki' };
    const unchanged = excluded.length === 0 ? '' : `; ${count(excluded.length, 'node')} ang hindi binago`;
    return `Hakbang ${step}, ${verdict[judgement.verdict]}: ${optimise.outcome(outcome)}${unchanged}; ${figures({ ...size, ...judgement })}`;
  },
  noStepPasses: 'Walang hakbang na pumasa, kaya walang naisulat. Mag-prune ng mas maliit na bahagi sa bawat hakbang.',
  baseline: 'Orihinal na model',
  written: 'Naisulat',
  agreement: 'Mga output kumpara sa orihinal na model',
  output(name, sqnr, cosine) {
    if (sqnr === null || cosine === null)
      return `${name}: hindi naihambing: hindi finite ang mga value nito, o iba ang laki nito`;
    if (sqnr === -Infinity) return `${name}: naiiba: finite lang sa isa sa mga model ang ilang value`;
    return sqnr === Infinity
      ? `${name}: magkapareho`
      : `${name}: SQNR ${format.number(sqnr)} dB, cosine ${cosine.toFixed(6)}`;
  },
  notCompared: (why) =>
    why === undefined
      ? 'hindi nasukat'
      : `hindi naihambing, dahil hindi tumatakbo ang model sa binuong input (gumamit ng mga totoo gamit ang --calibrate): ${why}`,
  notApplied: (step, outcome) => `Walang ginawa ang ${step}, kaya walang naisulat: ${explainInaction(outcome)}.`,
  times: {
    original: 'ang orihinal',
    result: 'ang resulta',
    time: ({ medianMs, interval: ends }) =>
      ends ? `${format.duration(medianMs)} (${durations(ends)})` : format.duration(medianMs),
    speedUp: ({ ratio, interval: [low, high] }) =>
      low <= 1 && high >= 1
        ? `kasimbilis ng orihinal (${format.number(low)} hanggang ${format.number(high)} beses)`
        : `${format.number(ratio)} beses na kasimbilis (${format.number(low)} hanggang ${format.number(high)})`,
  },
};
