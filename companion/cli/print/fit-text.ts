import type { FitSummary } from '#share/export/fit-summary.ts';
import {
  modelFit as fitWords,
  modelForecast as forecastWords,
  modelRecommendation as words,
} from '#words/en/models/model-recommendation.ts';
import { format } from '#words/en/format.ts';
import { formatValue, table } from './format-value.ts';
import { unsupportedEnginesText } from './print-error.ts';
import { singleLine } from './single-line.ts';

type Verdict = keyof typeof fitWords.says;

/** Whether a model fits this device, with the recommendation, as on the Models page. */
export function fitText(summary: FitSummary): string {
  const { model, need, budget, fits, recommend, sizes, forecast, noForecast, targets } = summary;
  const { engine, device, threads, reasons, changes, variant } = recommend;
  const isUnsupported = fits === 'unsupported';
  const verdict = isUnsupported ? fitWords.cannotRun : fitWords.verdicts[fits];
  const explanation =
    need && !isUnsupported
      ? fitWords.says[fits satisfies Verdict](
          fitWords.need(need.lowBytes, need.highBytes),
          format.memory(budget.bytes ?? 0),
        )
      : '';
  const lines = [
    `${singleLine(variant ?? model)}: ${verdict}. ${explanation}`.trimEnd(),
    ...(Object.keys(sizes).length > 0 ? [`Sizes: ${singleLine(formatSizes(sizes))} (--dims changes them)`] : []),
    ...(engine && device ? [`${words.title}: ${words.target(engine, device, threads ?? 1)}`] : []),
    ...(forecast && !noForecast ? [`${forecastWords.per[forecast.per]}: ${forecastWords.estimate(forecast)}`] : []),
    ...(noForecast ? [forecastWords.unknown[noForecast]] : []),
    ...reasons.map(words.reason),
  ];
  const changesText = changes.length > 0 ? `\n${words.changes}\n${formatValue(changes.map(words.reason), '  ')}` : '';
  return `${lines.join('\n')}\n${unsupportedEnginesText(summary)}${targets.length > 1 ? `\n${targetTable(summary)}` : ''}${changesText}`;
}

const formatSizes = (sizes: FitSummary['sizes']) =>
  Object.entries(sizes)
    .map(([name, size]) => `${name}=${size}`)
    .join(',');

function targetTable({ targets }: FitSummary): string {
  const rows = targets.map(({ engine, device, threads, fits, forecast, noForecast }) => [
    words.target(engine, device, threads),
    fitWords.verdicts[fits],
    forecast && !noForecast ? forecastWords.estimate(forecast) : words.notForecast,
  ]);
  const { target, fits, forecast } = words.consideredColumns;
  return `${words.considered}\n${table([[target, fits, forecast], ...rows], '  ')}`;
}
