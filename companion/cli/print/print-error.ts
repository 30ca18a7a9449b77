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
import { createFactWriter } from '#words/fact-text.ts';
import { toSingleLine } from './terminal-text.ts';

/** Formats an error as one line: the app's texts of the error and its fix, and the error code for scripts. */
export function formatErrorMessage({ code, facts }: { readonly code: ErrorCode; readonly facts: ErrorFacts }): string {
  const { what, fix, details = '' } = errors[code](facts) as Wording;
  return toSingleLine(`${what} ${fix} ${details && `${details} `}(${code})`);
}

/** Formats the reason of an error, without its fix. */
export function formatReason(facts: ErrorFacts): string {
  return toSingleLine(causeText(facts));
}

/** Formats one line per engine that cannot run a model, with the fix. */
export function formatUnsupportedEngines({
  unsupported,
  targets,
}: Pick<FitSummary, 'unsupported'> & {
  readonly targets: readonly Pick<FitSummary['targets'][number], 'engine'>[];
}): string {
  const isPartial = (engine: string) => targets.some((target) => target.engine === engine);
  return unsupported.map((entry) => `${toSingleLine(unsupportedText(entry, isPartial(entry.engine)))}\n`).join('');
}

/** Formats a problem of a labelled dataset, with the fix. */
export function formatDatasetProblem(code: keyof typeof labelledDataset.problems, count: number): string {
  const { what, fix } = labelledDataset.problems[code](count);
  return `${what} ${fix}`;
}

/** Formats a fact of a report as the app does. */
export const formatFact = createFactWriter({ bench, engine, format, report });
