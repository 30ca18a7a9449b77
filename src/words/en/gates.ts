import type { Comparator, GateLevel, GateResult, GateRun, GateUnit } from '#core/gate.ts';
import type { GateWords } from '#gates/exports/words.ts';
import type { LimitSource, NotMeasured } from '#gates/gate.ts';
import type { GateId } from '#gates/index.ts';
import type { PresetId } from '#gates/presets/index.ts';
import { format } from './format.ts';
import { gateNotMeasured } from './gate-not-measured.ts';

const names = {
  'quality-kept': 'Quality kept',
  quality: 'Quality',
  'error-rate': 'Error rate',
  agreement: 'Agreement',
  robustness: 'Robustness',
  'speed-up': 'Speed-up',
  latency: 'Latency',
  'first-token': 'Time to first token',
  throughput: 'Throughput',
  'generation-speed': 'Generation speed',
  consistency: 'Consistency',
  'stress-throughput': 'Throughput under load',
  'stress-errors': 'Errors under load',
  stability: 'Stability',
  'model-size': 'Model size',
  'model-size-ratio': 'Model size, relative',
  memory: 'Memory in use',
  'memory-ratio': 'Memory in use, relative',
  power: 'Power',
  privacy: 'Hosts contacted',
  security: 'Security findings',
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
const nameOf = (gate: string): string => (names as Readonly<Record<string, string>>)[gate] ?? gate;

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

export const gates = {
  names,

  /** What is measured, as one sentence. */
  about: {
    'quality-kept': 'The candidate’s score as a share of the baseline’s, on the same items.',
    quality: 'The score on the labelled set.',
    'error-rate': 'The error on the labelled set, such as the word error rate.',
    agreement: 'Agreement of the outputs with a reference run of the same model.',
    robustness: 'The score on corrupted items as a share of that on clean ones.',
    'speed-up': 'How many times faster the candidate is than the baseline, timed in alternation.',
    latency: 'The time of one inference.',
    'first-token': 'The time from the prompt to the first token of a language model.',
    throughput: 'Inferences per second, one after the other.',
    'generation-speed': 'Tokens per second of a language model while it generates.',
    consistency: 'The 95th percentile of the time of one inference, divided by its median.',
    'stress-throughput': 'Requests per second under load, as a share of those one at a time.',
    'stress-errors': 'The share of requests that fail under load.',
    stability: 'How much slower an inference becomes over a run of 10 minutes.',
    'model-size': 'The size of all files of the model.',
    'model-size-ratio': 'The size of the candidate’s files as a share of the baseline’s.',
    memory: 'The peak of the memory that the engine reports.',
    'memory-ratio': 'The candidate’s peak memory as a share of the baseline’s.',
    power: 'The mean power during inference, which only a companion with a meter can measure.',
    privacy: 'Hosts other than the app’s own that were contacted during the run.',
    security: 'Findings of high severity in the files of the model.',
  } satisfies Record<GateId, string>,

  units: {
    share: 'share from 0 to 1',
    ratio: 'ratio',
    ms: 'milliseconds',
    bytes: 'bytes',
    'per-second': 'per second',
    'tokens-per-second': 'tokens per second',
    count: 'number',
    watts: 'watts',
  } satisfies Record<GateUnit, string>,

  levels: {
    off: 'Off: not judged',
    warn: 'Warn: reported, but does not fail the run',
    error: 'Error: fails the run',
  } satisfies Record<GateLevel | 'off', string>,

  /** Where a limit comes from. A user's own source is shown as it is. */
  sources: {
    'production-gate': 'production gate for optimised models',
    'deployment-targets': 'targets for deployment on edge devices',
    'app-bundle': 'size limit of a mobile app bundle',
    'mlperf-accuracy': 'MLPerf Inference: 99 % and 99.9 % of the reference accuracy',
    'mlperf-tokens': 'MLPerf Inference: 200 ms per token, about as fast as people read',
    'mlperf-first-token': 'MLPerf Inference: 2 s to the first token',
    'power-targets': 'power targets of edge devices',
    'half-precision': 'weights of 16 instead of 32 bits',
    'no-difference': 'a difference below 10 % counts as none',
    'agreement-verdict': 'the verdict “as expected” of the method',
    'none-allowed': 'none is acceptable',
    'own-choice': 'chosen by Assay, without an outside source',
  } satisfies Record<LimitSource, string>,

  presets: {
    production: {
      title: 'Production',
      about:
        'At least 95 % of the quality, twice the speed and half the memory of the baseline, at a consistent speed.',
    },
    interactive: { title: 'Interactive', about: 'Answers within 100 ms, so that a person does not notice a delay.' },
    video: { title: 'Video, 30 fps', about: 'Every frame within 33 ms.' },
    mobile: { title: 'Mobile bundle', about: 'Small enough to ship inside a mobile app.' },
    strict: { title: 'Strict numeric', about: 'Practically the same outputs as the baseline and the reference.' },
  } satisfies Record<PresetId, { title: string; about: string }>,

  states: { pass: 'pass', fail: 'fail', 'not-measured': 'not measured' } satisfies Record<GateResult['state'], string>,

  verdicts: {
    pass: 'Passed: every required gate passes.',
    fail: 'Failed: at least one required gate fails.',
    'not-measured': 'Undecided: no required gate fails, but at least one was not measured.',
  } satisfies Record<GateRun['verdict'], string>,

  grade: (thousandths: number) =>
    `Quality grade ${thousandths}: at least ${format.percentExactly(thousandths / 1000)} of the baseline’s score.`,

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
} satisfies GateWords & Readonly<Record<string, unknown>>;
