import type { ErrorCode, ErrorFacts } from '#core/errors/error.ts';
import type { FitSummary } from '#share/export/fit-summary.ts';
import { bench } from '#words/en/bench/bench.ts';
import { engine } from '#words/en/device/engine.ts';
import { errors } from '#words/en/errors/errors.ts';
import { causeText } from '#words/en/errors/fact-phrases.ts';
import type { Wording } from '#words/en/errors/model-errors.ts';
import { format } from '#words/en/format.ts';
import { unsupportedText } from '#words/en/models/unsupported.ts';
import { labelledDataset } from '#words/en/evaluate/labelled-dataset.ts';
import { report } from '#words/en/report/report.ts';
import { factWriter } from '#words/fact-text.ts';
import { singleLine } from './single-line.ts';

/** One line with the app's text of an error and its fix, followed by the error code for scripts. */
export function errorMessage({ code, facts }: { readonly code: ErrorCode; readonly facts: ErrorFacts }): string {
  const { what, fix, details = '' } = errors[code](facts) as Wording;
  return singleLine(`${what} ${fix} ${details && `${details} `}(${code})`);
}

/** The text of an error, without its fix. */
export function reasonText(facts: ErrorFacts): string {
  return singleLine(causeText(facts));
}

/** One line per engine that cannot run a model, with what to do about it. */
export function unsupportedEnginesText({
  unsupported,
  targets,
}: Pick<FitSummary, 'unsupported'> & {
  readonly targets: readonly Pick<FitSummary['targets'][number], 'engine'>[];
}): string {
  const isPartial = (engine: string) => targets.some((target) => target.engine === engine);
  return unsupported.map((entry) => `${singleLine(unsupportedText(entry, isPartial(entry.engine)))}\n`).join('');
}

/** The problems of a labelled dataset, and how to fix them. */
export function datasetProblemText(code: keyof typeof labelledDataset.problems, count: number): string {
  const { what, fix } = labelledDataset.problems[code](count);
  return `${what} ${fix}`;
}

/** Formats a fact of a report as the app does. */
export const factText = factWriter({ bench, engine, format, report });
