import type { ErrorCode, ErrorFacts } from '#core/error.ts';
import type { FitSummary } from '#share/fit-summary.ts';
import { bench } from '#words/en/bench.ts';
import { engine } from '#words/en/engine.ts';
import { errors, whyOf, type Wording } from '#words/en/errors.ts';
import { format } from '#words/en/format.ts';
import { unsupportedText } from '#words/en/unsupported.ts';
import { report } from '#words/en/report.ts';
import { factWriter } from '#words/fact-text.ts';

/** What went wrong and what to do about it, as the app says it, with the code for scripts: one line. */
export function sentenceOf({ code, facts }: { readonly code: ErrorCode; readonly facts: ErrorFacts }): string {
  const { what, fix, details = '' } = errors[code](facts) as Wording;
  return oneLine(`${what} ${fix} ${details && `${details} `}(${code})`);
}

/** Why alone. */
export function reasonOf(facts: ErrorFacts): string {
  return oneLine(whyOf(facts));
}

/** What engines cannot run, and what to do about it, a line each. */
export function refusalsOf({
  refused,
  targets,
}: Pick<FitSummary, 'refused'> & {
  readonly targets: readonly Pick<FitSummary['targets'][number], 'runtime'>[];
}): string {
  const isPartial = (runtime: string) => targets.some((target) => target.runtime === runtime);
  return refused.map((each) => `${oneLine(unsupportedText(each, isPartial(each.runtime)))}\n`).join('');
}

/** A fact of a report as the app writes it. */
export const factText = factWriter({ bench, engine, format, report });

/** A file's own words may hold escape sequences, which a terminal would obey. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
