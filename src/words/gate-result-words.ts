import {
  estimateSamplesToDecide,
  selectFailedGates,
  type Comparator,
  type GateInterval,
  type GateResult,
  type GateRun,
  type GateUnit,
  type MeasuredGateResult,
  type UnmeasuredGate,
} from '#core/gate/gate-outcome.ts';
import type { ReportedGates } from '#core/report/task-report.ts';
import type { GateWords } from '#gates/exports/gate-words.ts';
import type { formats } from './formats.ts';

/** Where the reader starts measurements: by clicks in the page, or by options of the command line. */
export type Place = 'page' | 'command';

/** Why a value was not measured, and how to measure it at each place. */
export interface Missing extends Partial<Readonly<Record<Place, string>>> {
  readonly why: string;
}

type State = GateResult['state'];

/** The phrases of gate results in one language. */
export interface GatePhrases {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<GateUnit, (value: number) => string>>;
  readonly bounds: Readonly<Record<Comparator, (limit: string) => string>>;
  readonly states: Readonly<Record<State | GateRun['verdict'], string>>;
  readonly warning: (state: string) => string;
  /** The predicate of a sentence about a gate. */
  readonly verbs: Readonly<Record<State, string>>;
  readonly verdicts: Readonly<Record<GateRun['verdict'], string>>;
  /** The verdict `fail`, with the required gates that fail. */
  readonly failed: (gates: readonly { title: string; value: string; required: string }[]) => string;
  readonly titleWithMetric: (gate: string, metric: string) => string;
  /** A two-sided interval of 95%. */
  readonly interval: (low: string, high: string) => string;
  readonly oneSidedInterval: (confidence: string, low: string, high: string) => string;
  readonly measured: (value: string, details: readonly string[]) => string;
  readonly samples: (n: string) => string;
  readonly samplesToDecide: (n: string) => string;
  readonly withSamplesToDecide: (text: string, samples: string) => string;
  readonly withoutValue: (state: string, why: string) => string;
  readonly sentence: (title: string, verb: string, why: string) => string;
  readonly measuredSentence: (title: string, verb: string, measured: string, required: string) => string;
  readonly undecided: {
    readonly noneRequired: string;
    /** @param samples how many samples would decide; null if that is not known */
    readonly inconclusive: (samples: string | null) => string;
    readonly gates: (titles: readonly string[], why: string) => string;
    readonly some: (gates: readonly string[]) => string;
  };
  readonly missing: Readonly<Record<string, Missing>>;
  readonly howToMeasure: (why: string, how: string) => string;
  readonly reasons: Readonly<Record<string, (facts: never) => string>>;
  readonly grade: (fraction: string) => string;
  readonly markdown: GateWords['markdown'];
}

export interface GateResultWords extends GateWords, Pick<GatePhrases, 'verdicts'> {
  /** The verdict in the report of an evaluation, which has no results but those of failed gates. */
  readonly reportedVerdict: (gates: ReportedGates) => string;
}

/** Texts of gate results, in the page, on the command line and in exported files. */
export function createGateResultWords(
  phrases: GatePhrases,
  format: ReturnType<typeof formats>,
  place: Place,
): GateResultWords {
  const { states, verdicts, verbs, values, undecided } = phrases;

  const title = ({ gate, metric }: Pick<GateResult, 'gate' | 'metric'>): string => {
    const name = phrases.names[gate] ?? gate; // a gate of another version has no name in this one
    return metric === undefined ? name : phrases.titleWithMetric(name, metric);
  };

  const required = ({ unit, comparator, limit }: GateResult): string => phrases.bounds[comparator](values[unit](limit));

  /** A one-sided confidence of 0.975 at each end is a two-sided interval of 95%. */
  const interval = ({ low, high, confidence }: GateInterval, show: (value: number) => string): string =>
    confidence === 0.975
      ? phrases.interval(show(low), show(high))
      : phrases.oneSidedInterval(`${format.number(100 * confidence)}%`, show(low), show(high));

  /** Whether one decimal, as in the table of scores, distinguishes a percentage from the limit. */
  const isDistinct = (limit: number) => (figure: number) =>
    figure === limit || format.percent(figure) !== format.percent(limit);

  /** Formats values with as many decimals as distinguish them from the limit. */
  const chooseFormat = ({
    unit,
    measured: figure,
    interval: range,
    limit,
  }: MeasuredGateResult): ((value: number) => string) => {
    const figures = [figure, ...(range === 'exact' ? [] : [range.low, range.high])];
    return unit === 'fraction' && figures.every(isDistinct(limit)) ? format.percent : values[unit];
  };

  const measured = (result: MeasuredGateResult): string => {
    const { measured: figure, interval: range, n } = result;
    const show = chooseFormat(result);
    return phrases.measured(show(figure), [
      ...(range === 'exact' ? [] : [interval(range, show)]),
      ...(n > 1 ? [phrases.samples(format.whole(n))] : []),
    ]);
  };

  /** How many samples would decide an inconclusive result; null if it is not inconclusive or cannot be estimated. */
  const samples = (result: MeasuredGateResult): string | null => {
    const n = result.state === 'inconclusive' ? estimateSamplesToDecide(result, result) : null;
    return n === null ? null : phrases.samplesToDecide(format.whole(n));
  };

  const withSamples = (result: MeasuredGateResult, sentence: string): string => {
    const needed = samples(result);
    return needed === null ? sentence : phrases.withSamplesToDecide(sentence, needed);
  };

  const whyNotMeasured = ({ reason }: UnmeasuredGate): string => {
    const missing = phrases.missing[reason.code];
    const how = missing?.[place];
    if (missing) return how === undefined ? missing.why : phrases.howToMeasure(missing.why, how);
    return phrases.reasons[reason.code]?.(('facts' in reason ? reason.facts : {}) as never) ?? reason.code;
  };

  const whyUndecided = (result: GateResult): string =>
    'measured' in result ? undecided.inconclusive(samples(result)) : whyNotMeasured(result);

  /** The required gates that do not decide, grouped by reason. */
  const listUndecided = (results: readonly GateResult[]): string => {
    const open = results.filter(
      ({ severity, state }) => severity === 'error' && (state === 'inconclusive' || state === 'not-measured'),
    );
    if (open.length === 0) return undecided.noneRequired;
    const byReason = Map.groupBy(open, whyUndecided);
    return undecided.some([...byReason].map(([why, gates]) => undecided.gates(gates.map(title), why)));
  };

  const listFailed = (failed: readonly MeasuredGateResult[]): string =>
    phrases.failed(
      failed.map((result) => ({
        title: title(result),
        value: chooseFormat(result)(result.measured),
        required: required(result),
      })),
    );

  return {
    states,
    state: ({ severity, state }) =>
      severity === 'warn' && state !== 'pass' && state !== 'not-applicable'
        ? phrases.warning(states[state])
        : states[state],
    verdicts,
    verdict: ({ verdict, results }) => {
      if (verdict === 'undecided') return listUndecided(results);
      return verdict === 'fail' ? listFailed(selectFailedGates(results)) : verdicts.pass;
    },
    reportedVerdict: ({ verdict, failed }) => (verdict === 'fail' ? listFailed(failed) : verdicts[verdict]),
    grade: (thousandths) => phrases.grade(format.percentExactly(thousandths / 1000)),
    title,
    required,
    measured: (result) =>
      'measured' in result
        ? withSamples(result, measured(result))
        : phrases.withoutValue(states[result.state], whyNotMeasured(result)),
    sentence: (result) => {
      const [subject, verb] = [title(result), verbs[result.state]];
      return 'measured' in result
        ? phrases.measuredSentence(subject, verb, measured(result), withSamples(result, required(result)))
        : phrases.sentence(subject, verb, whyNotMeasured(result));
    },
    markdown: phrases.markdown,
  };
}
