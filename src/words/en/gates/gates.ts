import type { GateFileFault } from '#core/errors/gate-file-fault.ts';
import type { GateSeverity, GateUnit } from '#core/gate/gate-outcome.ts';
import type { LimitSource } from '#gates/limit-sources.ts';
import type { GateId } from '#gates/index.ts';
import type { UnmetNeed } from '#gates/unmet-needs.ts';
import type { PresetId } from '#gates/file/presets/index.ts';
import { gateFileFaults } from './gate-file-faults.ts';
import { gateNames, gateResults } from './gate-results.ts';

const sources = {
  'mlperf-accuracy': 'MLPerf Inference: 99% and 99.9% of the reference accuracy',
  'mlperf-tokens': 'MLPerf Inference: 200 ms per token of a chat (Llama 2 70B)',
  'mlperf-first-token': 'MLPerf Inference: 2 s to the first token of a chat (Llama 2 70B)',
  'rail-response': 'RAIL model: an answer within 100 ms is perceived as immediate',
  'google-play': 'Google Play: maximum size of an app’s base module',
  'frame-rate': 'one inference per frame of video at 30 frames per second',
  'half-precision': '16-bit instead of 32-bit weights',
  'no-difference': 'a difference below 10% counts as no difference',
  'agreement-verdict': 'the verdict “as expected” of the method of measurement',
  'own-choice': 'chosen by Assay’s developers, without an external source',
} satisfies Record<LimitSource, string>;

const cure: Readonly<Record<Exclude<UnmetNeed['code'], 'items'>, string>> = {
  baseline: 'choose a baseline',
  'load-test': 'tick “Load test”',
  'sustained-run': 'tick “Sustained run”, and set at least 10 minutes',
  'model-files': 'evaluate a stored model, or one that is opened from its files',
};

export const gates = {
  names: gateNames,

  /** What is measured, as one sentence. */
  about: {
    'quality-ratio': 'The candidate’s score relative to the baseline’s, on the same items.',
    quality: 'The score on the labelled dataset.',
    'error-rate': 'The error on the labelled dataset, such as the word error rate.',
    perplexity: 'The perplexity of a language model on plain texts. It depends on the texts and on the tokenizer.',
    agreement:
      'The fraction of items with the same result as the baseline’s, or the cosine with the outputs of a reference run.',
    robustness: 'The score on corrupted items relative to the score on clean ones.',
    'speed-up':
      'How many times as fast as the baseline the candidate is. Both are timed in interleaved blocks, under the same conditions.',
    latency: 'The time of one inference.',
    'time-to-first-token': 'The time from the prompt to the first token of a language model.',
    throughput: 'Inferences per second, run one after the other.',
    'generation-throughput': 'Tokens per second of a language model while it generates.',
    'tail-latency-ratio': 'The 95th percentile of the time of one inference, divided by its median.',
    'throughput-under-load': 'Requests per second under load, relative to one request at a time.',
    'errors-under-load': 'The fraction of requests that fail under load.',
    'sustained-slowdown': 'How much slower an inference becomes over a run of 10 minutes.',
    'model-size': 'The size of all files of the model.',
    'model-size-ratio': 'The size of the candidate’s files relative to the baseline’s.',
    memory: 'The peak memory that the engine reports.',
    'memory-ratio': 'The candidate’s peak memory relative to the baseline’s.',
    power: 'The mean power during inference, which only a companion with a meter can measure.',
    'hosts-contacted': 'Hosts other than the app’s own that were contacted during the run.',
    'security-findings': 'Findings of high severity in the files of the model.',
  } satisfies Record<GateId, string>,

  /** The units in which limits are edited: `gates/file/shown-units.ts`. */
  units: {
    fraction: '%',
    ratio: 'ratio',
    ms: 'milliseconds',
    bytes: 'MB',
    'per-second': 'per second',
    'tokens-per-second': 'tokens per second',
    count: 'whole number',
    watts: 'watts',
    number: 'number',
  } satisfies Record<GateUnit, string>,

  severities: {
    off: 'off',
    warn: 'warn only',
    error: 'required',
  } satisfies Record<GateSeverity | 'off', string>,

  /** Where a limit comes from. A user's own source is shown unchanged. */
  source: (source: string): string => (sources as Readonly<Record<string, string>>)[source] ?? source,

  presets: {
    production: {
      title: 'Production',
      about:
        'At least 95% of the quality, twice the speed and half the memory of the baseline, without slow outliers. Needs a baseline, and adds a load test.',
    },
    interactive: { title: 'Interactive', about: 'Results within 100 ms, so that a person notices no delay.' },
    video: { title: 'Video, 30 fps', about: 'Every frame within 33 ms.' },
    chat: {
      title: 'Chat',
      about: 'The first token within 2 s, and text as fast as a person reads.',
    },
    mobile: { title: 'Mobile bundle', about: 'Small enough to ship inside a mobile app.' },
    strict: {
      title: 'Strict numeric',
      about: 'Practically the same outputs as the baseline and the reference. Needs a baseline.',
    },
  } satisfies Record<PresetId, { title: string; about: string }>,

  /** The editor of a gate file in the page. */
  editor: {
    title: 'Gates',
    lead: 'Requirements for the model. The file is fixed when the run starts, before anything is measured.',
    presets: 'Start from a preset',
    add: 'Add a gate',
    addNone: 'Choose a gate',
    none: 'No gates: the run reports scores without a verdict.',
    severity: (gate: string) => `${gate} severity`,
    limit: (gate: string, unit: string) => `${gate} limit, ${unit}`,
    /** @param others ids of other metrics */
    metric: (used: string, others: readonly string[]) =>
      others.length === 0
        ? `Metric: ${used}.`
        : `Metric: ${used}. The gate file can name another as “metric”: ${others.join(', ')}.`,
    source: 'Limit source:',
    json: 'Gate file (assay.gates.json)',
    faults: 'The gate file is not valid, so it is not used:',
    open: 'Open a gate file',
    save: 'Save the gate file',
  },

  /** What to do before a run, so that gates can be measured. */
  unmetNeed: (need: UnmetNeed): string => {
    const names = need.gates
      .map((gate) => `“${gateNames[gate]}”${need.code === 'items' ? ` (needs n ≥ ${need.needs[gate]})` : ''}`)
      .join(', ');
    return need.code === 'items'
      ? `Too few items to pass: ${names}.`
      : `Cannot be measured in this run: ${names}. To measure, ${cure[need.code]}.`;
  },

  /** The load test and the sustained run, which some gates need. */
  performanceTests: {
    title: 'Performance tests',
    loadTest: (loaded: string, alone: string) =>
      `Load test (${loaded} concurrent requests, and ${alone} one at a time to compare with), for errors and throughput`,
    concurrency: 'Concurrent requests',
    sustained: (duration: string) => `Sustained run (takes ${duration}), for the slowdown`,
    minutes: 'Minutes',
    minutesHelp: 'The gate needs 10 minutes.',
  },

  loadTest: {
    title: 'Load test',
    columns: ['Concurrency', 'Requests', 'Failed', 'Median wait in the queue'],
  },

  fault: (fault: GateFileFault): string =>
    (gateFileFaults as Readonly<Record<string, (facts: never) => string>>)[fault.reason]!(fault as never),

  verdict: {
    title: 'Gate results',
    table: 'Result of each gate',
    agreement: 'The dataset has no labels: quality is agreement with the baseline, not accuracy.',
    gateFile: 'Gate file (SHA-256)',
    readAt: (time: string) => `read ${time}, before measuring`,
    junit: 'Save JUnit XML',
    markdown: 'Copy Markdown',
  },

  results: () => gateResults,
};
