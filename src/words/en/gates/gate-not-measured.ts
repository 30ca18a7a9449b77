import type { MissingEvidence, NotApplicable, NotMeasured } from '#gates/gate.ts';
import type { Missing } from '../../gate-result-words.ts';
import { format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

type FactsOf<Code> =
  Extract<NotMeasured | NotApplicable, { code: Code }> extends { facts: infer Facts } ? Facts : undefined;

const items = (n: number) => (n === 1 ? '1 item' : `${format.whole(n)} items`);

/** Why a value was not measured, and how to measure it, in the page or on the command line. */
export const missing = {
  'no-baseline': {
    why: 'there is no baseline to compare with',
    page: 'choose one on the Evaluate page',
    command: 'name one with --baseline',
  },
  'no-scores': {
    why: 'no labelled dataset was evaluated',
    page: 'choose one on the Evaluate page',
    command: 'name one with --data',
  },
  'no-paired-scores': {
    why: 'the baseline has no such score on the same items',
    page: 'evaluate both on a labelled dataset',
    command: 'evaluate both with --data and --baseline',
  },
  'no-times': { why: 'no inference was timed' },
  'not-interleaved': {
    why: 'candidate and baseline were not timed in interleaved blocks',
    page: 'evaluate both on a labelled dataset',
    command: 'evaluate both with --data and --baseline',
  },
  'no-tokens': {
    why: 'no text was generated',
    page: 'measure the language model on the Bench page',
    command: 'measure the language model without --data',
  },
  'no-memory': { why: 'the engine does not report its memory' },
  'no-load-test': {
    why: 'there was no load test',
    page: 'choose it next to the gates on the Evaluate page',
    command: 'add --load-test 4 with --data',
  },
  'no-sustained-run': {
    why: 'there was no sustained run',
    page: 'choose it next to the gates on the Evaluate page; it takes 10 minutes',
    command: 'add --sustained-run 10m with --data',
  },
  'no-network-record': {
    why: 'the requests were not recorded',
    page: 'evaluate in a page without interruption',
    command: 'evaluate with --data and without --target',
  },
  'no-power-meter': {
    why: 'a page cannot measure power',
    page: 'use the engine of a companion on a machine that has a meter',
    command: 'use a native engine (--target companion:...) on a machine that has a meter',
  },
  'no-robustness-suite': {
    why: 'the robustness suite was not run',
    page: 'choose it on the Evaluate page',
    command: 'add --robustness with --data',
  },
  'no-security-suite': {
    why: 'the files were not scanned',
    page: 'evaluate a stored model, or one that is opened from its files',
    command: 'evaluate a model that is opened from its files',
  },
  'no-model-size': {
    why: 'the files of the model are on a server',
    page: 'measure a copy on this device',
    command: 'measure a copy on this device',
  },
  'no-agreement': {
    why: 'the results were not compared',
    page: 'choose a baseline on the Evaluate page',
    command: 'add --baseline with --data',
  },
} satisfies Record<MissingEvidence, Missing>;

const modelKinds = { tensor: 'models with tensor inputs and outputs', text: 'language models' } as const;

/** Why a value was not measured, or does not apply, with facts: after a colon. */
export const reasons = {
  'no-such-metric': ({ metric }) => `the task has no score “${metric}”`,
  'metric-is-error': ({ metric }) => `“${metric}” is an error metric (lower is better); use the gate “error-rate”`,
  'metric-is-not-fraction': ({ metric }) => `“${metric}” is not a fraction; use the gate “perplexity”`,
  'metric-is-not-error': ({ metric }) => `“${metric}” is not an error metric; use the gate “quality”`,
  'baseline-without-quality': ({ metric }) => `the baseline’s ${metric} is 0 or less, so the ratio to it is undefined`,
  'no-quality-ratio': ({ metric }) => `“${metric}” has no meaningful ratio; use another metric`,
  'items-failed': ({ metric, failed }) =>
    `the candidate failed on ${items(failed)}, for which “${metric}” has no value; see why in the list of items`,
  'items-not-run': ({ notRun }) => `the run was stopped before ${items(notRun)} had run; run all of them`,
  'unreliable-run': ({ validity }) => `the run was ${validity}; run again on an idle device`,
  'too-few-samples': ({ n, needs }) => `needs n ≥ ${format.whole(needs)}, has ${format.whole(n)}`,
  'no-interval': ({ metric, why }) =>
    `“${metric}” has no confidence interval (${scores.noInterval(why === 'unknown' ? undefined : why)})`,
  'run-failed': ({ error }) => `the sustained run ended in an error (${error})`,
  'run-too-short': ({ ms, needsMs }) => `the run took ${format.duration(ms)} of the ${format.duration(needsMs)} needed`,
  'other-model-kind': ({ kind }) => `it applies only to ${modelKinds[kind]}`,
} satisfies {
  [Code in Exclude<(NotMeasured | NotApplicable)['code'], MissingEvidence>]: (facts: FactsOf<Code>) => string;
};
