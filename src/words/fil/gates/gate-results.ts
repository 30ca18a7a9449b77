import type * as en from '../../en/gates/gate-results.ts';
import { createGateResultWords, type GatePhrases } from '../../gate-result-words.ts';
import { format } from '../format.ts';
import { missing, reasons } from './gate-not-measured.ts';

export const gateNames: typeof en.gateNames = {
  'quality-ratio': 'Kalidad kumpara sa baseline',
  quality: 'Kalidad',
  'error-rate': 'Error rate',
  perplexity: 'Perplexity',
  agreement: 'Pagtutugma',
  robustness: 'Robustness',
  'speed-up': 'Pagbilis',
  latency: 'Latency',
  'time-to-first-token': 'Oras hanggang unang token',
  throughput: 'Throughput',
  'generation-throughput': 'Bilis ng pagbuo',
  'tail-latency-ratio': 'Ratio ng tail latency',
  'throughput-under-load': 'Throughput sa ilalim ng load',
  'errors-under-load': 'Mga error sa ilalim ng load',
  'sustained-slowdown': 'Pagbagal sa matagalang run',
  'model-size': 'Laki ng model',
  'model-size-ratio': 'Laki ng model, kumpara',
  memory: 'Nagagamit na memory',
  'memory-ratio': 'Nagagamit na memory, kumpara',
  power: 'Konsumo ng kuryente',
  'hosts-contacted': 'Mga kinontak na host',
  'security-findings': 'Mga natuklasan sa seguridad',
};

/** Values in the units of gates. */
const value: GatePhrases['values'] = {
  fraction: format.percentExactly,
  ratio: (ratio) => `${format.number(ratio)}×`,
  ms: format.duration,
  bytes: format.bytes,
  'per-second': (rate) => `${format.number(rate)} bawat segundo`,
  'tokens-per-second': (rate) => `${format.number(rate)} token/s`,
  count: format.whole,
  watts: (watts) => `${format.number(watts)} W`,
  number: format.number,
};

/** A value in the unit of a gate. */
export const gateValue: typeof en.gateValue = (unit, figure) => value[unit](figure);

/** The name of a gate; for a gate of another version, its id. */
export const gateName: typeof en.gateName = (gate) => (gateNames as Readonly<Record<string, string>>)[gate] ?? gate;

const phrases: GatePhrases = {
  names: gateNames,
  values: value,
  bounds: {
    '>=': (limit) => `hindi bababa sa ${limit}`,
    '<=': (limit) => `hindi lalampas sa ${limit}`,
  },
  states: {
    pass: 'pasado',
    fail: 'bagsak',
    inconclusive: 'hindi tiyak',
    'not-measured': 'hindi nasukat',
    'not-applicable': 'hindi nalalapat',
    undecided: 'walang pasya',
  },
  warning: (state) => `${state} (babala)`,
  verbs: {
    pass: 'pasado',
    fail: 'bagsak',
    inconclusive: 'hindi tiyak',
    'not-measured': 'hindi nasukat',
    'not-applicable': 'hindi nalalapat',
  },
  verdicts: {
    pass: 'Pasado: pumasa ang bawat kinakailangang gate.',
    fail: 'Bagsak: bumagsak ang kahit isang kinakailangang gate.',
    undecided:
      'Walang pasya: walang bumagsak sa mga kinakailangang gate, pero may hindi tiyak o hindi nasukat, o walang kinakailangang gate.',
  },
  failed: (gates) =>
    `Bagsak: ${gates.map(({ title, value, required }) => `“${title}” ay ${value} (kailangan: ${required})`).join(', ')}.`,
  titleWithMetric: (gate, metric) => `${gate} (${metric})`,
  interval: (low, high) => `95% CI ${low} hanggang ${high}`,
  oneSidedInterval: (confidence, low, high) => `one-sided na ${confidence}: ${low} hanggang ${high}`,
  measured: (figure, details) => (details.length > 0 ? `${figure} (${details.join(', ')})` : figure),
  samples: (n) => `n = ${n}`,
  samplesToDecide: (n) => `mga n ≥ ${n} ang magpapasya`,
  withSamplesToDecide: (sentence, samples) => `${sentence}; ${samples}`,
  withoutValue: (state, why) => `${state}: ${why}`,
  sentence: (title, verb, why) => `${title}, ${verb}: ${why}.`,
  measuredSentence: (title, verb, measured, required) => `${title}, ${verb}: ${measured}; kailangan: ${required}.`,
  undecided: {
    noneRequired: 'Walang pasya: walang kinakailangang gate na nalalapat sa model.',
    inconclusive: (samples) => `hindi tiyak; ${samples ?? 'sakop ng confidence interval nito ang limit'}`,
    gates: (titles, why) => `${titles.map((title) => `“${title}”`).join(', ')}: ${why}.`,
    some: (gates) =>
      `Walang pasya: walang bumagsak sa mga kinakailangang gate, pero may hindi pumasa. ${gates.join(' ')}`,
  },
  missing,
  howToMeasure: (why, how) => `${why}; ${how}`,
  reasons,
  grade: (fraction) => `Napapanatili ang hindi bababa sa ${fraction} ng score ng baseline.`,
  markdown: {
    heading: (candidate) => `Mga gate para sa ${candidate}`,
    columns: ['Gate', 'Resulta', 'Nasukat', 'Kailangan'],
    gateFile: (sha256, readAt) => `Gate file ${sha256} (SHA-256), binasa noong ${readAt}, bago magsukat.`,
  },
};

/** Texts of gate results, in the page and in exported files; commands are in English. */
export const gateResults = createGateResultWords(phrases, format, 'page');
