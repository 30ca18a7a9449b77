import type { GateUnit } from '#core/gate/gate-outcome.ts';
import type { GateId } from '#gates/index.ts';
import { createGateResultWords, type GatePhrases } from '../../gate-result-words.ts';
import { format } from '../format.ts';
import { missing, reasons } from './gate-not-measured.ts';

export const gateNames = {
  'quality-ratio': 'Quality relative to baseline',
  quality: 'Quality',
  'error-rate': 'Error rate',
  perplexity: 'Perplexity',
  agreement: 'Agreement',
  robustness: 'Robustness',
  'speed-up': 'Speed-up',
  latency: 'Latency',
  'time-to-first-token': 'Time to first token',
  throughput: 'Throughput',
  'generation-throughput': 'Generation speed',
  'tail-latency-ratio': 'Tail latency ratio',
  'throughput-under-load': 'Throughput under load',
  'errors-under-load': 'Errors under load',
  'sustained-slowdown': 'Slowdown in a sustained run',
  'model-size': 'Model size',
  'model-size-ratio': 'Model size, relative',
  memory: 'Memory in use',
  'memory-ratio': 'Memory in use, relative',
  power: 'Power',
  'hosts-contacted': 'Hosts contacted',
  'security-findings': 'Security findings',
} satisfies Record<GateId, string>;

/** Values in the units of gates. */
const value = {
  fraction: format.percentExactly,
  ratio: (ratio) => `${format.number(ratio)}×`,
  ms: format.duration,
  bytes: format.bytes,
  'per-second': (rate) => `${format.number(rate)} per second`,
  'tokens-per-second': (rate) => `${format.number(rate)} tokens/s`,
  count: format.whole,
  watts: (watts) => `${format.number(watts)} W`,
  number: format.number,
} satisfies Record<GateUnit, (value: number) => string>;

/** A value in the unit of a gate. */
export const gateValue = (unit: GateUnit, figure: number): string => value[unit](figure);

/** The name of a gate; for a gate of another version, its id. */
export const gateName = (gate: string): string => (gateNames as Readonly<Record<string, string>>)[gate] ?? gate;

const phrases: GatePhrases = {
  names: gateNames,
  values: value,
  bounds: {
    '>=': (limit) => `at least ${limit}`,
    '<=': (limit) => `at most ${limit}`,
  },
  states: {
    pass: 'pass',
    fail: 'fail',
    inconclusive: 'inconclusive',
    'not-measured': 'not measured',
    'not-applicable': 'not applicable',
    undecided: 'undecided',
  },
  warning: (state) => `${state} (warning)`,
  verbs: {
    pass: 'passes',
    fail: 'fails',
    inconclusive: 'is inconclusive',
    'not-measured': 'was not measured',
    'not-applicable': 'does not apply',
  },
  verdicts: {
    pass: 'Passed: every required gate passes.',
    fail: 'Failed: at least one required gate fails.',
    undecided:
      'Undecided: no required gate fails, but at least one is inconclusive or not measured, or no gate is required.',
  },
  failed: (gates) =>
    `Failed: ${gates.map(({ title, value, required }) => `“${title}” is ${value} (required: ${required})`).join(', ')}.`,
  titleWithMetric: (gate, metric) => `${gate} (${metric})`,
  interval: (low, high) => `95% CI ${low} to ${high}`,
  oneSidedInterval: (confidence, low, high) => `one-sided ${confidence}: ${low} to ${high}`,
  measured: (figure, details) => (details.length > 0 ? `${figure} (${details.join(', ')})` : figure),
  samples: (n) => `n = ${n}`,
  samplesToDecide: (n) => `about n ≥ ${n} would decide`,
  withSamplesToDecide: (sentence, samples) => `${sentence}; ${samples}`,
  withoutValue: (state, why) => `${state}: ${why}`,
  sentence: (title, verb, why) => `${title} ${verb}: ${why}.`,
  measuredSentence: (title, verb, measured, required) => `${title} ${verb}: ${measured}; required: ${required}.`,
  undecided: {
    noneRequired: 'Undecided: no gate that applies to the model is required.',
    inconclusive: (samples) => `inconclusive; ${samples ?? 'its confidence interval includes the limit'}`,
    gates: (titles, why) => `${titles.map((title) => `“${title}”`).join(', ')}: ${why}.`,
    some: (gates) => `Undecided: no required gate fails, but some do not pass. ${gates.join(' ')}`,
  },
  missing,
  howToMeasure: (why, how) => `${why}; ${how}`,
  reasons,
  grade: (fraction) => `Retains at least ${fraction} of the baseline’s score.`,
  markdown: {
    heading: (candidate) => `Gates for ${candidate}`,
    columns: ['Gate', 'Result', 'Measured', 'Required'],
    gateFile: (sha256, readAt) => `Gate file ${sha256} (SHA-256), read ${readAt}, before measuring.`,
  },
};

/** Texts of gate results, in the page and in exported files. */
export const gateResults = createGateResultWords(phrases, format, 'page');

/** The same for the command line. */
export const commandGateResults = createGateResultWords(phrases, format, 'command');
