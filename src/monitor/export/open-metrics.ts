import { mergeSummaries, type MonitorSummary } from '../merge-windows.ts';
import { readQuantile } from '../measures.ts';
import type { MonitorWindow } from '../monitor-window.ts';
import { TDigest } from '../t-digest.ts';

export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Monitored values with their labels in OpenMetrics. */
export interface MetricSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: MonitorSummary;
}

type Labels = MetricSeries['labels'];

/** Lists a series for each version of a deployment, merged over all of its windows. */
export function listDeploymentSeries(name: string, windows: readonly MonitorWindow[]): readonly MetricSeries[] {
  return [...Map.groupBy(windows, ({ version }) => version)].map(([version, group]): MetricSeries => {
    return { labels: { deployment: name, version: String(version) }, summary: mergeSummaries(group) };
  });
}

/** Exported features. Those whose name ends in `_seconds` have that unit; `scale` converts to it from milliseconds. */
const features = [
  { feature: 'latency', name: 'latency_seconds', scale: 1e-3 },
  { feature: 'wait', name: 'wait_seconds', scale: 1e-3 },
  ...['confidence', 'margin', 'entropy', 'brightness', 'contrast', 'saturation', 'sharpness', 'agreement'].map(
    (feature) => ({ feature, name: feature, scale: 1 }),
  ),
];

/**
 * Formats series as text in the OpenMetrics format 1.0
 * (https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md). Quantiles with too few values are
 * left out.
 */
export function toOpenMetrics(series: readonly MetricSeries[]): string {
  const formatCounter = (name: string, count: (summary: MonitorSummary) => number) => [
    `# TYPE assay_${name} counter`,
    ...series.map(({ labels, summary }) => formatSample(`${name}_total`, labels, count(summary))),
  ];
  const lines = [
    ...formatCounter('runs', ({ runs }) => runs),
    '# TYPE assay_errors counter',
    ...series.flatMap(({ labels, summary }) =>
      Object.entries(summary.errors).map(([code, count]) => formatSample('errors_total', { ...labels, code }, count)),
    ),
    ...formatCounter('cancelled', ({ cancelled }) => cancelled),
    ...formatCounter('dropped_frames', ({ droppedFrames }) => droppedFrames),
    '# TYPE assay_input_bytes counter',
    '# UNIT assay_input_bytes bytes',
    ...series.map(({ labels, summary }) => formatSample('input_bytes_total', labels, summary.inputBytes)),
    ...features.flatMap(({ feature, name, scale }) => formatSummary(series, feature, name, scale)),
    '# EOF',
  ];
  return `${lines.join('\n')}\n`;
}

function formatSummary(
  series: readonly MetricSeries[],
  feature: string,
  name: string,
  scale: number,
): readonly string[] {
  const seriesOfFeature = series.filter(({ summary }) => summary.digests[feature]);
  if (seriesOfFeature.length === 0) return [];
  const samples = seriesOfFeature.flatMap(({ labels, summary }) => {
    const quantiles = [0.5, 0.95, 0.99].flatMap((probability) => {
      const quantile = readQuantile(summary, feature, probability);
      return quantile ? [formatSample(name, { ...labels, quantile: String(probability) }, quantile.value * scale)] : [];
    });
    const { count } = TDigest.unpack(summary.digests[feature]!);
    const sum = feature === 'latency' ? [formatSample(`${name}_sum`, labels, summary.busyMs * scale)] : [];
    return quantiles.concat(formatSample(`${name}_count`, labels, count), sum);
  });
  const unit = name.endsWith('_seconds') ? [`# UNIT assay_${name} seconds`] : [];
  return [`# TYPE assay_${name} summary`, ...unit, ...samples];
}

function formatSample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `assay_${name}{${pairs.join(',')}} ${value}`;
}

function escapeLabel(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
