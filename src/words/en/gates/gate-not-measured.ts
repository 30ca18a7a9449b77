import type { MissingEvidence, NotApplicable, NotMeasured } from '#gates/gate.ts';
import { format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

type FactsOf<Code> =
  Extract<NotMeasured | NotApplicable, { code: Code }> extends { facts: infer Facts } ? Facts : undefined;

const items = (n: number) => (n === 1 ? '1 item' : `${format.whole(n)} items`);

const missing = {
  'no-baseline': 'there is no baseline to compare with',
  'no-scores': 'no labelled dataset was evaluated',
  'no-paired-scores': 'the baseline was not evaluated on the same items',
  'no-times': 'no inference was timed',
  'not-interleaved': 'candidate and baseline were not timed in interleaved blocks',
  'no-tokens': 'no text was generated',
  'no-memory': 'the engine does not report its memory',
  'no-load-test': 'the model was not run under load',
  'no-sustained-run': 'there was no sustained run; choose it next to the gates, or --sustained-run 10m',
  'no-network-record': 'the requests during the run were not recorded',
  'no-power-meter': 'a page cannot measure power, and no companion with a meter is connected',
  'no-robustness-suite': 'the robustness suite was not run',
  'no-security-suite': 'the files were not scanned',
  'no-model-size': 'the files of the model are on a server',
  'no-agreement': 'the results were not compared with those of a baseline or reference',
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
