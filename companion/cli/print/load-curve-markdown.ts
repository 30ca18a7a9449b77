import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import { formatMarkdownTable } from '#core/encoding/markdown.ts';
import { loadCurve as words } from '#words/en/bench/load-curve.ts';

/** Formats throughput and latency under load as Markdown, with the app's texts. */
export function toLoadCurveMarkdown(curve: LoadCurve): string {
  const sections = words.series.map(({ id, title, columns }) => {
    const series = curve[id];
    if ('notMeasured' in series) return `## ${title}\n\n${words.notMeasured[series.notMeasured]}\n`;
    const table = formatMarkdownTable(columns, series.points.map(words.row)).join('\n');
    return `## ${title}\n\n${table}\n\n${words.notes(series, id).join(' ')}\n`;
  });
  return sections.join('\n');
}
