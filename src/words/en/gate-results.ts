import type { Comparator, GateResult, GateRun, GateUnit } from '#core/gate.ts';
import type { GateWords } from '#gates/exports/words.ts';
import type { NotMeasured } from '#gates/gate.ts';
import type { GateId } from '#gates/index.ts';
import { format } from './format.ts';
import { gateNotMeasured } from './gate-not-measured.ts';

export const gateNames = {
  'quality-ratio': 'Quality relative to baseline',
  quality: 'Quality',
  'error-rate': 'Error rate',
  agreement: 'Agreement',
  robustness: 'Robustness',
  'speed-up': 'Speed-up',
  latency: 'Latency',
  'first-token': 'Time to first token',
  throughput: 'Throughput',
  'generation-speed': 'Generation speed',
  'tail-latency-ratio': 'Tail latency ratio',
  'stress-throughput': 'Throughput under load',
  'stress-errors': 'Errors under load',
  slowdown: 'Slowdown',
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
  share: format.percentExactly,
  ratio: (ratio) => `${format.number(ratio)} ×`,
  ms: format.duration,
  bytes: format.bytes,
  'per-second': (rate) => `${format.number(rate)} per second`,
  'tokens-per-second': (rate) => `${format.number(rate)} tokens/s`,
  count: format.whole,
  watts: (watts) => `${format.number(watts)} W`,
} satisfies Record<GateUnit, (value: number) => string>;

const bounds = {
  '>=': (limit: string) => `at least ${limit}`,
  '<=': (limit: string) => `at most ${limit}`,
} satisfies Record<Comparator, (limit: string) => string>;

/** Names by gate, also of gates that only other versions have. */
const nameOf = (gate: string): string => (gateNames as Readonly<Record<string, string>>)[gate] ?? gate;

const required = ({ unit, comparator, limit }: GateResult): string => bounds[comparator](value[unit](limit));

const measured = (result: Extract<GateResult, { measured: number }>): string => {
  const { unit, measured: figure, interval, n } = result;
  const range = interval?.map(value[unit]).join(' to ');
  const details = [...(range === undefined ? [] : [`95 % CI ${range}`]), ...(n > 1 ? [`n = ${format.whole(n)}`] : [])];
  return `${value[unit](figure)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
};

const whyNotMeasured = ({ unit, reason }: Extract<GateResult, { state: 'not-measured' }>): string =>
  gateNotMeasured(reason as NotMeasured, value[unit]);

const title = ({ gate, metric }: GateResult): string =>
  metric === undefined ? nameOf(gate) : `${nameOf(gate)} (${metric})`;

/** The words of the results of gates, also in files that others read. */
export const gateResults = {
  states: { pass: 'pass', fail: 'fail', 'not-measured': 'not measured' } satisfies Record<GateResult['state'], string>,

  verdicts: {
    pass: 'Passed: every required gate passes.',
    fail: 'Failed: at least one required gate fails.',
    'not-measured': 'Undecided: no required gate fails, but at least one was not measured.',
  } satisfies Record<GateRun['verdict'], string>,

  grade: (thousandths: number) =>
    `Keeps at least ${format.percentExactly(thousandths / 1000)} of the baseline’s score.`,

  /** A gate with its metric or percentile: `Latency (p90)`. */
  title,
  required,
  measured: (result: GateResult): string =>
    result.state === 'not-measured' ? `not measured: ${whyNotMeasured(result)}` : measured(result),

  /** A result as one sentence. */
  sentence(result: GateResult): string {
    if (result.state === 'not-measured') return `${title(result)} was not measured: ${whyNotMeasured(result)}.`;
    const verb = result.state === 'pass' ? 'passes' : 'fails';
    return `${title(result)} ${verb}: ${measured(result)}, required is ${required(result)}.`;
  },

  /** The summary for a pull request. */
  markdown: {
    heading: (candidate: string) => `Gates of ${candidate}`,
    columns: ['Gate', 'Result', 'Measured', 'Required'],
    warning: (state: string) => `${state} (warning)`,
    gateFile: (sha256: string, readAt: string) => `Gate file ${sha256} (SHA-256), read ${readAt}, before measuring.`,
  },
} satisfies GateWords;
