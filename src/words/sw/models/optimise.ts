import type { QuantisationKind } from '#core/model/model-facts.ts';
import type { NotApplicableCode, StepOutcome } from '#optimise/optimisation-step.ts';
import type * as en from '../../en/models/optimise.ts';
import { format } from '../format.ts';
import { gateName } from '../gates/gate-results.ts';

const { whole } = format;

const facts: Readonly<Record<string, (count: number) => string>> = {
  nodes: (n) => `nodi ${whole(n)}`,
  initializers: (n) => `initializer ${whole(n)}`,
  convolutions: (n) => `konvolusheni ${whole(n)}`,
  layers: (n) => `${n === 1 ? 'tabaka' : 'matabaka'} ${whole(n)}`,
  dimensions: (n) => `dimensheni ${whole(n)}`,
  products: (n) => `MatMul ${whole(n)}`,
  values: (n) => `thamani ${whole(n)}`,
  joined: (n) => `zilizounganishwa ${whole(n)}`,
  cancelled: (n) => `zilizofutana ${whole(n)}`,
  casts: (n) => `ugeuzaji ${whole(n)}`,
  channels: (n) => `chaneli ${whole(n)}`,
  zeros: (n) => `sufuri ${whole(n)}`,
  weights: (n) => `kati ya uzito ${whole(n)}`,
  scaledInputs: (n) => `${n === 1 ? 'ingizo lililorekebishwa' : 'maingizo yaliyorekebishwa'} ${whole(n)}`,
  outOfRange: (n) => `${whole(n)} kati yake kwa sababu ya thamani zake`,
  kept: (n) => `${whole(n)} bila kubadilishwa`,
  skipped: (n) => `zilizorukwa ${whole(n)}`,
};

const quantisedAs = {
  none: 'haijakwantishwa',
  float16: 'float16',
  bfloat16: 'bfloat16',
  'dynamic-int8': 'uzito wa int8, uamilishaji wakati wa uendeshaji',
  qdq: 'int8 kati ya QuantizeLinear na DequantizeLinear (QDQ)',
  qoperator: 'opereta za namba kamili (QOperator)',
  'int4-blocks': 'uzito katika bloku za biti chache',
  'weights-only': 'uzito wa namba kamili',
  'full-integer': 'namba kamili pote',
  gguf: 'bloku za GGUF',
  mixed: 'aina kadhaa',
  unknown: 'aina isiyojulikana',
} satisfies Record<QuantisationKind, string>;

const notApplicable: Readonly<Record<NotApplicableCode, (facts: Readonly<Record<string, string | number>>) => string>> =
  {
    'already-quantised': ({ kind }) => `modeli tayari imekwantishwa: ${quantisedAs[kind as QuantisationKind]}`,
    'no-engine': () => 'inahitaji ONNX Runtime, ambayo haijasakinishwa: npm run assay -- engines add ort',
    'no-samples': () => 'inahitaji data ya kalibresheni, na haipo (--calibrate)',
    'samples-not-finite': () =>
      'data ya kalibresheni haitoi thamani zenye kikomo (NaN au infinity): kagua jinsi ilivyoandaliwa',
    'opset-too-old': ({ opset, min }) =>
      `modeli hutumia opset ${opset}, na inayohitajika ni opset ${min} au mpya zaidi`,
    'operator-not-convertible': ({ operator, opset }) => `${operator} haina inayolingana nayo katika opset ${opset}`,
    'weights-shared': ({ weight }) =>
      `modeli ingekua, kwa sababu ${weight} ni pia tokeo la modeli au ingizo la nodi isiyoandikwa upya`,
    'beyond-float16': ({ nodes }) =>
      `float16 haiwezi kuwakilisha thamani za nodi ${whole(Number(nodes))}: ni kubwa mno, au nyingi zingekuwa 0`,
    'no-such-size': ({ name }) => `modeli haina dimensheni huru inayoitwa ${name}`,
  };

const decibels = (sqnrDb: number): string =>
  Number.isFinite(sqnrDb) ? `${format.number(sqnrDb)} dB` : sqnrDb > 0 ? 'isiyo na kikomo' : 'hakuna';

const figures = ({ sizeBytes, sqnrDb }: { readonly sizeBytes: number; readonly sqnrDb: number }): string =>
  `${format.bytes(sizeBytes)}, SQNR ${decibels(sqnrDb)}`;

function explainInaction(outcome: StepOutcome): string {
  if (outcome.code !== 'not-applicable') {
    return 'haikupata nodi ya kuandika upya. Chagua mbinu nyingine, opereta nyingine au acha nje nodi chache zaidi';
  }
  const why = notApplicable[outcome.reason](outcome.facts);
  if (outcome.reason === 'opset-too-old') return `${why}. Weka hatua raise-opset kabla yake katika utaratibu`;
  if (outcome.reason === 'already-quantised') return `${why}. Anza na modeli ya float32`;
  return why;
}

/** Texts of the optimiser's steps and their outcomes. */
export const optimise: typeof en.optimise = {
  steps: {
    'attention-fusion': 'Unganisha attention',
    'conv-batch-norm-fusion': 'Jumuisha batch normalisation ndani ya konvolusheni',
    'constant-folding': 'Kokotoa mapema thamani zisizobadilika',
    'dead-code-elimination': 'Ondoa nodi zisizotumika',
    'common-subexpressions': 'Unganisha nodi zinazojirudia',
    'cross-layer-equalisation': 'Sawazisha mipaka ya thamani ya matabaka jirani',
    'dynamic-int8': 'Dynamic int8: uzito sasa, uamilishaji wakati wa uendeshaji',
    'float32-convolutions': 'Kokotoa konvolusheni za namba kamili kwa float32',
    float16: 'Geuza kuwa float16',
    'float64-to-float32': 'Kokotoa kwa float32 badala ya float64',
    'freeze-sizes': 'Weka dimensheni huru',
    'gelu-fusion': 'Unganisha GELU',
    'layer-norm-fusion': 'Unganisha layer normalisation',
    'matmul-add-fusion': 'Unganisha MatMul + Add (bias)',
    'shape-folding': 'Kokotoa mapema maumbo',
    'identity-elimination': 'Ondoa nodi zisizo na athari',
    'transpose-elimination': 'Unganisha nodi za Transpose',
    'raise-opset': 'Pandisha opset',
    'reshape-joining': 'Unganisha reshape na slice',
    'rms-norm-fusion': 'Unganisha RMS normalisation',
    'channel-pruning': 'Ondoa chaneli zenye uzito mdogo',
    'low-rank': 'Gawanya matriki kuwa mbili nyembamba zaidi',
    'weight-pruning': 'Weka uzito mdogo kuwa sufuri',
    'static-int8': 'Static int8: uzito na uamilishaji',
    'weight-only': 'Kwantisha uzito katika bloku',
  },
  outcome(outcome) {
    if (outcome.code === 'nothing-to-rewrite') return 'hakuna cha kufanya';
    if (outcome.code === 'not-applicable') return `haihusiki: ${notApplicable[outcome.reason](outcome.facts)}`;
    const counts = Object.entries(outcome.facts).filter(([, count]) => count > 0);
    return counts.map(([name, count]) => facts[name]?.(count) ?? `${name}: ${count}`).join(', ');
  },
  unavailable: {
    bfloat16: 'bfloat16: ONNX Runtime haina kernel zinazokokotoa kwayo, kwenye CPU wala WebAssembly. Tumia float16',
    int3: 'int3: ONNX Runtime haina kernel ya bloku za biti 3. Tumia weight-only yenye biti 2 au 4',
    qoperator:
      'QOperator: static int8 huandikwa kwa QuantizeLinear na DequantizeLinear (QDQ), ambazo ONNX Runtime huziunganisha kuwa opereta zile zile za namba kamili inapofungua modeli. WebGPU haiendeshi opereta hizo',
  },
  sensitivity: (fraction) => `Inajaribu mbinu kwa kila nodi: ${format.percent(fraction)}`,
  node: ({ node, operator, sqnrDb, sizeFraction }, isExcluded) =>
    `${node} (${operator}): SQNR ${decibels(sqnrDb)}, ${format.percent(sizeFraction)} ya uzito${isExcluded ? ', bila kubadilishwa' : ''}`,
  trial(trial) {
    const name = optimise.steps[trial.scheme];
    switch (trial.outcome) {
      case 'passed':
        return `${name}: imepita${trial.excluded.length === 0 ? '' : `, isipokuwa nodi ${whole(trial.excluded.length)}`}; ${figures(trial)}`;
      case 'failed':
        return `${name}: haikupita${trial.unmet.length === 0 ? '' : ` (${trial.unmet.map(gateName).join(', ')})`}, bila kujali nodi zinazoachwa bila kubadilishwa; ${figures(trial)}`;
      case 'refused':
        return `${name}: ${optimise.outcome(trial.why)}`;
      case 'not-smaller':
        return `${name}: haikujaribiwa: haingekuwa ndogo zaidi`;
      case 'out-of-time':
        return `${name}: haikujaribiwa: kikomo cha muda kimefikiwa`;
    }
  },
  recordedTrial: (trial) => `${trial} (imerekodiwa)`,
  front: (names) => `Bora kwa Pareto kwa ukubwa na SQNR: ${names.map((name) => optimise.steps[name]).join(', ')}`,
  chosen: (name) => `Iliyochaguliwa: ${optimise.steps[name]}, tokeo dogo zaidi linalopita`,
  nonePasses: 'Hakuna mbinu inayopita, kwa hivyo hakuna kilichoandikwa.',
  pruningStep: (step, { outcome, excluded, judgement, ...size }) => {
    const failed = judgement.unmet.length === 0 ? '' : ` (${judgement.unmet.map(gateName).join(', ')})`;
    const verdict = { passes: 'imepita', fails: `haikupita${failed}`, 'too-large': 'bado ni kubwa mno' };
    const unchanged = excluded.length === 0 ? '' : `; nodi ${whole(excluded.length)} bila kubadilishwa`;
    return `Hatua ya ${step}, ${verdict[judgement.verdict]}: ${optimise.outcome(outcome)}${unchanged}; ${figures({ ...size, ...judgement })}`;
  },
  noStepPasses: 'Hakuna hatua inayopita, kwa hivyo hakuna kilichoandikwa. Pogoa sehemu ndogo zaidi katika kila hatua.',
  baseline: 'Modeli ya asili',
  written: 'Imeandikwa',
  agreement: 'Matokeo yakilinganishwa na ya modeli ya asili',
  output(name, sqnr, cosine) {
    if (sqnr === null || cosine === null)
      return `${name}: halikulinganishwa: thamani zake si zenye kikomo, au ukubwa wake ni tofauti`;
    if (sqnr === -Infinity) return `${name}: linatofautiana: baadhi ya thamani zina kikomo katika modeli moja pekee`;
    return sqnr === Infinity
      ? `${name}: sawa kabisa`
      : `${name}: SQNR ${format.number(sqnr)} dB, kosini ${cosine.toFixed(6)}`;
  },
  notCompared: (why) =>
    why === undefined
      ? 'haikupimwa'
      : `haikulinganishwa, kwa sababu modeli haiendeshwi kwa ingizo lililotengenezwa (tumia maingizo halisi kwa --calibrate): ${why}`,
  notApplied: (step, outcome) =>
    `${step} haikufanya chochote, kwa hivyo hakuna kilichoandikwa: ${explainInaction(outcome)}.`,
  times: {
    original: 'ya asili',
    result: 'tokeo',
    time: ({ medianMs, interval: ends }) =>
      ends
        ? `${format.duration(medianMs)} (${format.duration(ends[0])} hadi ${format.duration(ends[1])})`
        : format.duration(medianMs),
    speedUp: ({ ratio, interval: [low, high] }) =>
      low <= 1 && high >= 1
        ? `kasi sawa na ya asili (mara ${format.number(low)} hadi ${format.number(high)})`
        : `kasi mara ${format.number(ratio)} (${format.number(low)} hadi ${format.number(high)})`,
  },
};
