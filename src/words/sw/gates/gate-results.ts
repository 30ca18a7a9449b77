import type { GateUnit } from '#core/gate/gate-outcome.ts';
import type * as en from '../../en/gates/gate-results.ts';
import { createGateResultWords, type GatePhrases } from '../../gate-result-words.ts';
import { format } from '../format.ts';
import { missing, reasons } from './gate-not-measured.ts';

export const gateNames: typeof en.gateNames = {
  'quality-ratio': 'Ubora kulinganishwa na modeli ya msingi',
  quality: 'Ubora',
  'error-rate': 'Kiwango cha makosa',
  perplexity: 'Perplexity',
  agreement: 'Ulinganifu',
  robustness: 'Uimara',
  'speed-up': 'Ongezeko la kasi',
  latency: 'Ucheleweshaji',
  'time-to-first-token': 'Muda hadi tokeni ya kwanza',
  throughput: 'Upitishaji',
  'generation-throughput': 'Kasi ya kutengeneza jibu',
  'tail-latency-ratio': 'Uwiano wa ucheleweshaji wa mkia',
  'throughput-under-load': 'Upitishaji chini ya mzigo',
  'errors-under-load': 'Hitilafu chini ya mzigo',
  'sustained-slowdown': 'Kupungua kwa kasi katika uendeshaji wa muda mrefu',
  'model-size': 'Ukubwa wa modeli',
  'model-size-ratio': 'Ukubwa wa modeli, kwa uwiano',
  memory: 'Kumbukumbu inayotumika',
  'memory-ratio': 'Kumbukumbu inayotumika, kwa uwiano',
  power: 'Nishati',
  'hosts-contacted': 'Seva zilizofikiwa',
  'security-findings': 'Matatizo ya usalama',
};

/** Values in the units of gates. */
const value = {
  fraction: format.percentExactly,
  ratio: (ratio) => `${format.number(ratio)}×`,
  ms: format.duration,
  bytes: format.bytes,
  'per-second': (rate) => `${format.number(rate)} kwa sekunde`,
  'tokens-per-second': (rate) => `tokeni ${format.number(rate)} kwa sekunde`,
  count: format.whole,
  watts: (watts) => `${format.number(watts)} W`,
  number: format.number,
} satisfies Record<GateUnit, (value: number) => string>;

/** A value in the unit of a gate. */
export const gateValue: typeof en.gateValue = (unit, figure) => value[unit](figure);

/** The name of a gate; for a gate of another version, its id. */
export const gateName: typeof en.gateName = (gate) => (gateNames as Readonly<Record<string, string>>)[gate] ?? gate;

const phrases: GatePhrases = {
  names: gateNames,
  values: value,
  bounds: {
    '>=': (limit) => `angalau ${limit}`,
    '<=': (limit) => `si zaidi ya ${limit}`,
  },
  states: {
    pass: 'imepita',
    fail: 'imeshindwa',
    inconclusive: 'haijabainika',
    'not-measured': 'haikupimwa',
    'not-applicable': 'haihusiki',
    undecided: 'haijaamuliwa',
  },
  warning: (state) => `${state} (onyo)`,
  verbs: {
    pass: 'imepita',
    fail: 'imeshindwa',
    inconclusive: 'haijabainika',
    'not-measured': 'haikupimwa',
    'not-applicable': 'haihusiki',
  },
  verdicts: {
    pass: 'Imepita: kila kigezo cha lazima kimetimizwa.',
    fail: 'Imeshindwa: angalau kigezo kimoja cha lazima hakikutimizwa.',
    undecided:
      'Haijaamuliwa: hakuna kigezo cha lazima kilichoshindwa, lakini angalau kimoja hakijabainika au hakikupimwa, au hakuna kigezo cha lazima.',
  },
  failed: (gates) =>
    `Imeshindwa: ${gates.map(({ title, value, required }) => `“${title}” ni ${value} (kinachotakiwa: ${required})`).join(', ')}.`,
  titleWithMetric: (gate, metric) => `${gate} (${metric})`,
  interval: (low, high) => `wigo wa 95% ${low} hadi ${high}`,
  oneSidedInterval: (confidence, low, high) => `upande mmoja ${confidence}: ${low} hadi ${high}`,
  measured: (figure, details) => (details.length > 0 ? `${figure} (${details.join(', ')})` : figure),
  samples: (n) => `n = ${n}`,
  samplesToDecide: (n) => `takriban n ≥ ${n} zingetosha kuamua`,
  withSamplesToDecide: (sentence, samples) => `${sentence}; ${samples}`,
  withoutValue: (state, why) => `${state}: ${why}`,
  sentence: (title, verb, why) => `${title}: ${verb}; ${why}.`,
  measuredSentence: (title, verb, measured, required) =>
    `${title}: ${verb}; kilichopimwa: ${measured}; kinachotakiwa: ${required}.`,
  undecided: {
    noneRequired: 'Haijaamuliwa: hakuna kigezo cha lazima kinachoihusu modeli.',
    inconclusive: (samples) => `haijabainika; ${samples ?? 'wigo wake wa uhakika una kikomo ndani yake'}`,
    gates: (titles, why) => `${titles.map((title) => `“${title}”`).join(', ')}: ${why}.`,
    some: (gates) =>
      `Haijaamuliwa: hakuna kigezo cha lazima kilichoshindwa, lakini baadhi havikutimizwa. ${gates.join(' ')}`,
  },
  missing,
  howToMeasure: (why, how) => `${why}; ${how}`,
  reasons,
  grade: (fraction) => `Hubakiza angalau ${fraction} ya alama ya modeli ya msingi.`,
  markdown: {
    heading: (candidate) => `Vigezo vya ${candidate}`,
    columns: ['Kigezo', 'Tokeo', 'Kilichopimwa', 'Kinachotakiwa'],
    gateFile: (sha256, readAt) => `Faili ya vigezo ${sha256} (SHA-256), ilisomwa ${readAt}, kabla ya kupima.`,
  },
};

/** Texts of gate results, in the page and in exported files. */
export const gateResults = createGateResultWords(phrases, format, 'page');
