import type { MissingEvidence, NotApplicable, NotMeasured } from '#gates/gate.ts';
import { format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

type FactsOf<Code> =
  Extract<NotMeasured | NotApplicable, { code: Code }> extends { facts: infer Facts } ? Facts : undefined;

const items = (n: number) => (n === 1 ? '1 item' : `${format.whole(n)} items`);

/** After each reason, how to measure it: in the page, or by the command line. */
const missing = {
  'no-baseline': 'there is no baseline to compare with; choose one, or --baseline',
  'no-scores': 'no labelled dataset was evaluated; choose one on the Evaluate page, or --data',
  'no-paired-scores':
    'the baseline has no such score on the same items; evaluate both on a labelled dataset, or --data with --baseline',
  'no-times': 'no inference was timed',
  'not-interleaved':
    'candidate and baseline were not timed in interleaved blocks; evaluate both on a labelled dataset, or --data with --baseline',
  'no-tokens': 'no text was generated; measure the language model on the Bench page, or without --data',
  'no-memory': 'the engine does not report its memory',
  'no-load-test':
    'there was no load test; choose it next to the gates on the Evaluate page, or --load-test 4 with --data',
  'no-sustained-run':
    'there was no sustained run; choose it next to the gates on the Evaluate page, or --sustained-run 10m with --data',
  'no-network-record':
    'the requests were not recorded; evaluate in a page without interruption, or --data without --target',
  'no-power-meter':
    'a page cannot measure power; use a native engine (--target companion:...) on a machine that has a meter',
  'no-robustness-suite':
    'the robustness suite was not run; choose it on the Evaluate page, or --robustness with --data',
  'no-security-suite': 'the files were not scanned; evaluate a model that is opened from its files',
  'no-model-size': 'the files of the model are on a server; measure a copy on this device',
  'no-agreement': 'the results were not compared; choose a baseline on the Evaluate page, or --baseline with --data',
} satisfies Record<MissingEvidence, string>;

const modelKinds = { tensor: 'models with tensor inputs and outputs', text: 'language models' } as const;

const withFacts = {
  'no-such-metric': ({ metric }) => `the task has no score “${metric}”`,
  'metric-is-error': ({ metric }) => `“${metric}” is an error metric (lower is better); use the gate “error-rate”`,
  'metric-is-not-fraction': ({ metric }) => `“${metric}” is not a fraction; use the gate “perplexity”`,
  'metric-is-not-error': ({ metric }) => `“${metric}” is not an error metric; use the gate “quality”`,
  'baseline-without-quality': ({ metric }) => `the baseline’s ${metric} is 0 or less, so the ratio to it is undefined`,
  'no-quality-ratio': ({ metric }) => `“${metric}” has no meaningful ratio; use another metric`,
  'items-failed': ({ metric, failed }) =>
    `the candidate failed on ${items(failed)}, for which “${metric}” has no value; see why in the list of items`,
  'items-not-run': ({ notRun }) => `the run was stopped with ${items(notRun)} not run; run all of them`,
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

/** Why a gate has no value, after a colon. */
export function gateNotMeasured(reason: NotMeasured | NotApplicable): string {
  if (!('facts' in reason)) return (missing as Readonly<Record<string, string>>)[reason.code] ?? reason.code;
  const sentence = (withFacts as Readonly<Record<string, (facts: never) => string>>)[reason.code];
  return sentence ? sentence(reason.facts as never) : reason.code;
}
