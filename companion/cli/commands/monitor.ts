import { mergeSummaries } from '#monitor/merge-windows.ts';
import { measureIds, readMeasure } from '#monitor/measures.ts';
import { listDeploymentSeries, toOpenMetrics } from '#monitor/export/open-metrics.ts';
import { selectPeriod } from '#monitor/series.ts';
import { monitor as words } from '#words/en/deployments/monitor.ts';
import { format } from '#words/en/format.ts';
import { UsageError, type Command } from '../command.ts';
import { readDeploymentFile } from '../options/deployment-file.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { formatTable } from '../print/format-value.ts';
import { toSingleLine } from '../print/terminal-text.ts';

const options = {
  hours: { type: 'string' },
  'open-metrics': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- monitor <file> [options]

Prints the monitored measures of a deployment, by version, from the JSON file that its page exports. The companion serves
the same measures of its own endpoints at /metrics.

  --hours <n>       only the last n hours of use before the last run; default: everything
  --open-metrics    print OpenMetrics, as Prometheus reads it
  --json            print JSON`,

  async run(args, { print }) {
    const { values, positionals } = parseOptions(args, options, true);
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new UsageError('expected one exported file');
    if (values['open-metrics'] && values.json) throw new UsageError('--open-metrics cannot be combined with --json');
    const { name, windows } = readDeploymentFile(path);
    const hours = values.hours === undefined ? null : parseWholeNumber('hours', values.hours, 1, 100_000);
    const lastMs = windows.reduce((last, { startMs }) => Math.max(last, startMs), -Infinity);
    const period = hours === null ? windows : selectPeriod(windows, hours, lastMs);
    if (values['open-metrics']) {
      print(toOpenMetrics(listDeploymentSeries(name, period)));
      return 0;
    }
    const versions = [...Map.groupBy(period, ({ version }) => version)].toSorted(([a], [b]) => a - b);
    const versionMeasures = versions.map(([version, group]) => {
      const summary = mergeSummaries(group);
      const measures = measureIds.flatMap((id) => {
        const measuredValue = readMeasure(summary, id);
        return measuredValue ? [{ measure: id, ...measuredValue }] : [];
      });
      return { version, errors: summary.errors, measures };
    });
    if (values.json) {
      print(JSON.stringify({ deployment: name, versions: versionMeasures }, null, 2));
      return 0;
    }
    const sections = versionMeasures.map(({ version, errors, measures }) => {
      const rows = measures.map(({ measure, value, n }) => [
        words.measures[measure],
        words.value(measure, value),
        format.whole(n),
      ]);
      const errorTexts = Object.entries(errors).map(([code, count]) => `${toSingleLine(code)} ${count}`);
      const table = formatTable([words.columns, ...rows]);
      return `Version ${version}\n${table}${errorTexts.length > 0 ? `${words.errors}: ${errorTexts.join(', ')}\n` : ''}`;
    });
    print([toSingleLine(name), ...(sections.length > 0 ? sections : [words.empty])].join('\n\n'));
    return 0;
  },
};
