import { mergeSummaries, type MonitorSummary } from '../merge-windows.ts';
import { readQuantile } from '../measures.ts';
import type { MonitorWindow } from '../monitor-window.ts';
import { TDigest } from '../t-digest.ts';

export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** What was monitored under these labels, whose names are those of OpenMetrics. */
export interface MetricSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: MonitorSummary;
}

type Labels = MetricSeries['labels'];

/** A series for each version of a deployment, over all of its windows. */
export function listDeploymentSeries(name: string, windows: readonly MonitorWindow[]): readonly MetricSeries[] {
  return [...Map.groupBy(windows, ({ version }) => version)].map(([version, group]): MetricSeries => {
    return { labels: { deployment: name, version: String(version) }, summary: mergeSummaries(group) };
  });
}

/** Features in seconds or without a unit, by the end of their names. */
const features = [
  { feature: 'latency', name: 'latency_seconds', scale: 1e-3 },
  { feature: 'wait', name: 'wait_seconds', scale: 1e-3 },
  ...['confidence', 'margin', 'entropy', 'brightness', 'contrast', 'saturation', 'sharpness', 'agreement'].map(
    (feature) => ({ feature, name: feature, scale: 1 }),
  ),
];

/**
 * The series as text in the OpenMetrics format 1.0
 * (https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md). Quantiles with too few values are
 * left out.
 */
export function toOpenMetrics(series: readonly MetricSeries[]): string {
  const counter = (name: string, count: (summary: MonitorSummary) => number) => [
    `# TYPE assay_${name} counter`,
    ...series.map(({ labels, summary }) => sample(`${name}_total`, labels, count(summary))),
  ];
  const lines = [
    ...counter('runs', ({ runs }) => runs),
    '# TYPE assay_errors counter',
    ...series.flatMap(({ labels, summary }) =>
      Object.entries(summary.errors).map(([code, count]) => sample('errors_total', { ...labels, code }, count)),
    ),
    ...counter('cancelled', ({ cancelled }) => cancelled),
    ...counter('dropped_frames', ({ droppedFrames }) => droppedFrames),
    '# TYPE assay_input_bytes counter',
    '# UNIT assay_input_bytes bytes',
    ...series.map(({ labels, summary }) => sample('input_bytes_total', labels, summary.inputBytes)),
    ...features.flatMap(({ feature, name, scale }) => toSummary(series, feature, name, scale)),
    '# EOF',
  ];
  return `${lines.join('\n')}\n`;
}

function toSummary(series: readonly MetricSeries[], feature: string, name: string, scale: number): readonly string[] {
  const measured = series.filter(({ summary }) => summary.digests[feature]);
  if (measured.length === 0) return [];
  const samples = measured.flatMap(({ labels, summary }) => {
    const quantiles = [0.5, 0.95, 0.99].flatMap((probability) => {
      const found = readQuantile(summary, feature, probability);
      return found ? [sample(name, { ...labels, quantile: String(probability) }, found.value * scale)] : [];
    });
    const { count } = TDigest.unpack(summary.digests[feature]!);
    const sum = feature === 'latency' ? [sample(`${name}_sum`, labels, summary.busyMs * scale)] : [];
    return quantiles.concat(sample(`${name}_count`, labels, count), sum);
  });
  const unit = name.endsWith('_seconds') ? [`# UNIT assay_${name} seconds`] : [];
  return [`# TYPE assay_${name} summary`, ...unit, ...samples];
}

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `assay_${name}{${pairs.join(',')}} ${value}`;
}

function escapeLabel(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
