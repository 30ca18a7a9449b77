import type { FitSummary } from '#share/export/fit-summary.ts';
import {
  modelFit as fitWords,
  modelForecast as forecastWords,
  modelRecommendation as words,
} from '#words/en/models/model-recommendation.ts';
import { format } from '#words/en/format.ts';
import { formatValue, formatTable } from './format-value.ts';
import { formatUnsupportedEngines } from './print-error.ts';
import { toSingleLine } from './terminal-text.ts';

type Verdict = keyof typeof fitWords.sentences;

/** Formats whether a model fits this device, with the recommendation, as on the Models page. */
export function formatFit(summary: FitSummary): string {
  const { model, need, budget, fits, recommend, sizes, forecast, noForecast, targets } = summary;
  const { engine, device, threads, reasons, changes, variant } = recommend;
  const isUnsupported = fits === 'unsupported';
  const verdict = isUnsupported ? fitWords.cannotRun : fitWords.verdicts[fits];
  const explanation =
    need && !isUnsupported
      ? fitWords.sentences[fits satisfies Verdict](
          fitWords.need(need.lowBytes, need.highBytes),
          format.bytes(budget.bytes ?? 0),
        )
      : '';
  const lines = [
    `${toSingleLine(variant ?? model)}: ${verdict}. ${explanation}`.trimEnd(),
    ...(Object.keys(sizes).length > 0 ? [`Sizes: ${toSingleLine(formatSizes(sizes))} (--dims changes them)`] : []),
    ...(engine && device ? [`${words.title}: ${words.target(engine, device, threads ?? 1)}`] : []),
    ...(forecast && !noForecast ? [`${forecastWords.per[forecast.per]}: ${forecastWords.estimate(forecast)}`] : []),
    ...(noForecast ? [forecastWords.unknown[noForecast]] : []),
    ...reasons.map(words.reason),
  ];
  const changesText = changes.length > 0 ? `\n${words.changes}\n${formatValue(changes.map(words.reason), '  ')}` : '';
  return `${lines.join('\n')}\n${formatUnsupportedEngines(summary)}${targets.length > 1 ? `\n${formatTargetTable(summary)}` : ''}${changesText}`;
}

const formatSizes = (sizes: FitSummary['sizes']) =>
  Object.entries(sizes)
    .map(([name, size]) => `${name}=${size}`)
    .join(',');

function formatTargetTable({ targets }: FitSummary): string {
  const rows = targets.map(({ engine, device, threads, fits, forecast, noForecast }) => [
    words.target(engine, device, threads),
    fitWords.verdicts[fits],
    forecast && !noForecast ? forecastWords.estimate(forecast) : words.notForecast,
  ]);
  const { target, fits, forecast } = words.consideredColumns;
  return `${words.considered}\n${formatTable([[target, fits, forecast], ...rows], '  ')}`;
}
