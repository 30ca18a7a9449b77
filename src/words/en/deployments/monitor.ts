import type { LimitWatch } from '#gates/monitoring-needs.ts';
import type { AlertKind, AlertRule, RuleFault } from '#monitor/alerts/alert-rule.ts';
import type { MeasureId } from '#monitor/measures.ts';
import { format } from '../format.ts';

const measures: Readonly<Record<MeasureId, string>> = {
  runs: 'Runs',
  'latency-p50': 'Latency, median',
  'latency-p95': 'Latency, 95th percentile',
  'latency-p99': 'Latency, 99th percentile',
  'wait-p95': 'Wait, 95th percentile',
  'error-rate': 'Failed runs',
  'cancel-rate': 'Cancelled runs',
  'dropped-frames': 'Dropped camera frames',
  confidence: 'Confidence, median',
  margin: 'Margin to the second class, median',
  entropy: 'Entropy of the classes, median',
  brightness: 'Brightness, median',
  contrast: 'Contrast, median',
  saturation: 'Saturation, median',
  sharpness: 'Sharpness, median',
  agreement: 'Agreement with the current version, median',
};

function value(id: MeasureId, measured: number): string {
  if (id.startsWith('latency') || id.startsWith('wait')) return format.duration(measured);
  if (id.endsWith('-rate')) return format.percent(measured);
  return id === 'runs' || id === 'dropped-frames' ? format.whole(measured) : format.number(measured);
}

const hours = (count: number) =>
  count === 1 ? '1 hour' : count % 24 === 0 && count > 24 ? `${count / 24} days` : `${format.number(count)} hours`;

/** A limit or a value of a rule, in its unit. */
function ruleValue({ kind, measure }: AlertRule, amount: number): string {
  if (kind === 'absence') return hours(amount);
  if (kind === 'drift') return amount < 0.001 ? '< 0.001' : format.number(amount);
  if (kind === 'rate') return `${format.number(amount)} ×`;
  return kind === 'trend' ? format.percent(amount) : value(measure, amount);
}

const alertKinds = {
  threshold: 'Value',
  rate: 'Ratio to the previous period',
  trend: 'Steady rise or fall',
  absence: 'No runs',
  drift: 'Drift of the inputs',
} satisfies Record<AlertKind, string>;

export const monitor = {
  title: 'Monitor',
  lead: 'Counts and distributions of the runs on the Run page, without inputs or results. Hourly values are kept for a month of use, and daily values for a year.',
  period: 'Period',
  version: 'Version',
  allVersions: 'All versions',
  periods: { 24: 'Day', 168: 'Week', 744: 'Month', 8784: 'Year' } as Readonly<Record<number, string>>,
  empty: 'Nothing was monitored in this period.',
  measures,
  value,
  caption: 'Values of the period',
  columns: ['Measure', 'Value', 'Runs'],
  notMeasured: 'too few runs',
  charts: {
    latency: 'Latency',
    'error-rate': 'Failed runs',
    confidence: 'Confidence',
    runs: 'Runs',
  },
  chart: (name: string, points: number, last: string) =>
    `${name}: ${points === 1 ? '1 point' : `${format.whole(points)} points`}, the last one ${last}`,
  errors: 'Errors by kind',
  errorColumns: ['Error', 'Runs'],
  damaged: (count: number) =>
    `${count === 1 ? '1 stored hour is' : `${format.whole(count)} stored hours are`} damaged and not counted.`,
  inputBytes: (size: string) => `${size} of input files stayed on this device.`,
  export: 'Export all stored values',
  openMetrics: 'OpenMetrics',
  csv: 'CSV',
  json: 'JSON',
  alerts: {
    title: 'Alerts',
    none: 'No rules yet.',
    state: (isRaised: boolean, now: string) => `${isRaised ? 'alert raised' : 'no alert'}, now ${now}`,
    unknown: 'not measured',
    kind: 'Alert on',
    kinds: alertKinds,
    measure: 'Measure',
    side: 'When it is',
    sides: { above: 'above', below: 'below' },
    limit: 'Limit',
    clear: 'Ends at',
    clearHelp: 'The alert ends only beyond this value, so that it does not switch on and off repeatedly.',
    hours: 'Period in hours',
    units: {
      threshold: 'Milliseconds for times, a fraction from 0 to 1 for rates.',
      rate: 'A ratio, such as 1.5.',
      trend: 'A fraction of the value, such as 0.2.',
      absence: 'Hours.',
      drift: 'A p-value, such as 0.01: the smaller, the fewer false alarms. Drift needs a reference of the inputs.',
    } satisfies Record<AlertKind, string>,
    add: 'Add the rule',
    limits: {
      caption: 'Gate limits that can be exceeded in use',
      columns: ['Gate', 'Limit', 'Monitored by'],
      none: 'No gates were run on this version, so there are no limits to monitor.',
      watch: {
        rule: 'an alert rule below',
        addable: 'nothing yet: add the rule below',
        'no-measure': 'nothing: the monitor does not measure it',
        labels:
          'no alert rule, because runs do not show whether a result is right: see the estimated accuracy, and evaluate the inputs that you label',
        companion: 'no alert rule, because the page cannot measure it: see the metrics of the companion',
      } satisfies Record<LimitWatch, string>,
    },
    fromGates: 'Add rules for the limits of its gates',
    remove: 'Remove',
    faults: {
      limit: 'Enter a number as the limit. A p-value must be from 0.001 to 1.',
      'clear-limit': 'The value at which the alert ends must be on the other side of the limit, or equal to it.',
      hours: 'Enter whole hours, from 1 to 336.',
      side: 'Choose “above” for hours without runs, and “below” for the p-value of drift.',
    } satisfies Record<RuleFault, string>,
  },
  rule(rule: AlertRule): string {
    const limit = ruleValue(rule, rule.limit);
    if (rule.kind === 'absence') return `no runs for more than ${limit}`;
    if (rule.kind === 'drift') return `drift of the inputs: p-value below ${limit}`;
    const period = `over ${hours(rule.hours)}`;
    const name = measures[rule.measure];
    if (rule.kind === 'rate') return `${name} ${rule.side} ${limit} the previous period, ${period}`;
    if (rule.kind === 'trend') return `trend of ${name} ${rule.side} ${limit}, ${period}`;
    return `${name} ${rule.side} ${limit}, ${period}`;
  },
  ruleValue,
};
