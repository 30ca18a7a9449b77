import {
  samplesToDecide,
  type Comparator,
  type GateInterval,
  type GateResult,
  type GateRun,
  type GateUnit,
  type UnmeasuredGate,
} from '#core/gate/gate-outcome.ts';
import type { GateWords } from '#gates/exports/gate-words.ts';
import type { NotApplicable, NotMeasured } from '#gates/gate.ts';
import type { GateId } from '#gates/index.ts';
import { format } from '../format.ts';
import { gateNotMeasured, type Place } from './gate-not-measured.ts';

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

const bounds = {
  '>=': (limit: string) => `at least ${limit}`,
  '<=': (limit: string) => `at most ${limit}`,
} satisfies Record<Comparator, (limit: string) => string>;

/** The name of a gate; for a gate of another version, its id. */
export const gateName = (gate: string): string => (gateNames as Readonly<Record<string, string>>)[gate] ?? gate;

const verbs = {
  pass: 'passes',
  fail: 'fails',
  inconclusive: 'is inconclusive',
  'not-measured': 'was not measured',
  'not-applicable': 'does not apply',
} as const;

const required = ({ unit, comparator, limit }: GateResult): string => bounds[comparator](value[unit](limit));

/** A one-sided confidence of 0.975 at each end is a two-sided interval of 95%. */
const intervalText = ({ low, high, confidence }: GateInterval, text: (value: number) => string): string =>
  `${confidence === 0.975 ? '95% CI' : `one-sided ${format.number(100 * confidence)}%:`} ${text(low)} to ${text(high)}`;

/** Whether one decimal, as in the table of scores, distinguishes a percentage from the limit. */
const isDistinct = (limit: number) => (figure: number) =>
  figure === limit || format.percent(figure) !== format.percent(limit);

const measured = (result: Extract<GateResult, { measured: number }>): string => {
  const { unit, measured: figure, interval, n } = result;
  const figures = [figure, ...(interval === 'exact' ? [] : [interval.low, interval.high])];
  const show = unit === 'fraction' && figures.every(isDistinct(result.limit)) ? format.percent : value[unit];
  const details = [
    ...(interval === 'exact' ? [] : [intervalText(interval, show)]),
    ...(n > 1 ? [`n = ${format.whole(n)}`] : []),
  ];
  return `${show(figure)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
};

/** Follows an inconclusive result: how many samples would decide it. */
const needs = (result: Extract<GateResult, { measured: number }>): string => {
  const samples = result.state === 'inconclusive' ? samplesToDecide(result, result) : null;
  return samples === null ? '' : `; about n ≥ ${format.whole(samples)} would decide`;
};

const whyWithoutValue = ({ reason }: UnmeasuredGate, place: Place): string =>
  gateNotMeasured(reason as NotMeasured | NotApplicable, place);

const title = ({ gate, metric }: Pick<GateResult, 'gate' | 'metric'>): string =>
  metric === undefined ? gateName(gate) : `${gateName(gate)} (${metric})`;

/** Why a required gate does not decide. */
const whyUndecided = (result: GateResult, place: Place): string =>
  'measured' in result
    ? `inconclusive${needs(result) || ', because its confidence interval includes the limit'}`
    : whyWithoutValue(result, place);

/** The required gates that do not decide, grouped by reason. */
function listUndecided(results: readonly GateResult[], place: Place): string {
  const open = results.filter(
    ({ severity, state }) => severity === 'error' && (state === 'inconclusive' || state === 'not-measured'),
  );
  if (open.length === 0) return 'Undecided: no gate that applies to the model is required.';
  const byReason = Map.groupBy(open, (result) => whyUndecided(result, place));
  const sentences = [...byReason].map(
    ([why, gates]) => `${gates.map((gate) => `“${title(gate)}”`).join(', ')}: ${why}.`,
  );
  return `Undecided: no required gate fails, but some do not pass. ${sentences.join(' ')}`;
}

const states = {
  pass: 'pass',
  fail: 'fail',
  inconclusive: 'inconclusive',
  'not-measured': 'not measured',
  'not-applicable': 'not applicable',
  undecided: 'undecided',
} satisfies Record<GateResult['state'] | GateRun['verdict'], string>;

const verdicts = {
  pass: 'Passed: every required gate passes.',
  fail: 'Failed: at least one required gate fails.',
  undecided:
    'Undecided: no required gate fails, but at least one is inconclusive or was not measured, or none is required.',
} satisfies Record<GateRun['verdict'], string>;

const wordsAt = (place: Place) =>
  ({
    /** States of gates, and verdicts on all gates together. */
    states,

    /** The state of a gate, marked as a warning if it does not pass at that severity. */
    state: ({ severity, state }: Pick<GateResult, 'severity' | 'state'>) =>
      severity === 'warn' && state !== 'pass' && state !== 'not-applicable'
        ? `${states[state]} (warning)`
        : states[state],

    verdicts,

    /** The verdict; if undecided, with the gates that do not decide. */
    verdict: ({ verdict, results }: Pick<GateRun, 'verdict' | 'results'>) =>
      verdict === 'undecided' ? listUndecided(results, place) : verdicts[verdict],

    grade: (thousandths: number) =>
      `Retains at least ${format.percentExactly(thousandths / 1000)} of the baseline’s score.`,

    /** A gate with its metric or percentile: `Latency (p90)`. */
    title,
    required,
    measured: (result: GateResult): string =>
      'measured' in result
        ? `${measured(result)}${needs(result)}`
        : `${states[result.state]}: ${whyWithoutValue(result, place)}`,

    /** A result as one sentence. */
    sentence(result: GateResult): string {
      if (!('measured' in result)) return `${title(result)} ${verbs[result.state]}: ${whyWithoutValue(result, place)}.`;
      return `${title(result)} ${verbs[result.state]}: ${measured(result)}; required: ${required(result)}${needs(result)}.`;
    },

    /** The summary for a pull request. */
    markdown: {
      heading: (candidate: string) => `Gates for ${candidate}`,
      columns: ['Gate', 'Result', 'Measured', 'Required'],
      gateFile: (sha256: string, readAt: string) => `Gate file ${sha256} (SHA-256), read ${readAt}, before measuring.`,
    },
  }) satisfies GateWords & Record<'verdicts', typeof verdicts>;

/** Texts of gate results, in the page and in exported files. */
export const gateResults = wordsAt('page');

/** The same for the command line. */
export const commandGateResults = wordsAt('command');
