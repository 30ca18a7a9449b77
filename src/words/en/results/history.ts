import type { MetricValue } from '#state/results/metric-values.ts';
import type { ComparedRecords } from '#state/results/compared-records.ts';
import type { RecordVerdict } from '#state/results/record-summaries.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { gateResults, gateValue } from '../gates/gate-results.ts';
import { scores } from '../evaluate/metrics.ts';
import { runComponents } from '../hallmark/since-hallmark.ts';

const phases: Readonly<Record<string, string>> = {
  pre: 'Pre-processing per item',
  inference: 'Inference per item',
  post: 'Post-processing per item',
};

const names = {
  cell: ({ name }) => name,
  score: ({ name }) => scores.name(name),
  phase: ({ name }) => phases[name] ?? name,
  gate: ({ name, metric }) => gateResults.title({ gate: name, ...(metric !== undefined && { metric }) }),
} satisfies Record<MetricValue['source'], (metricValue: MetricValue) => string>;

/** Tags, trends and comparisons of stored results. */
export const history = {
  verdict: 'Verdict',
  anyVerdict: 'All verdicts',
  verdicts: {
    valid: 'valid',
    indicative: 'indicative',
    noisy: 'noisy',
    interrupted: 'interrupted',
    invalid: 'invalid',
    pass: 'passed',
    fail: 'failed',
    undecided: 'undecided',
  } satisfies Record<RecordVerdict, string>,
  gateRun: (model: string) => `Gates: ${model}`,
  started: (date: string) => `Run started ${date}`,
  openReport: 'Open the report of this evaluation',

  target: 'Target',
  anyTarget: 'All targets',
  targetName: (engine: string, device: string) => `${engine} on ${device}`,
  tag: 'Tag',
  anyTag: 'All tags',
  tags: {
    add: 'Add tag',
    label: 'Tag for the selected results',
    removeFrom: (tag: string, name: string) => `Remove the tag ${isolate(tag)} from ${name}`,
    rename: 'Rename tag',
    renameLabel: (tag: string) => `New name of the tag ${isolate(tag)}`,
    list: 'Tags',
  },

  metricValue: {
    name: (metricValue: MetricValue): string => names[metricValue.source](metricValue),
    value: ({ unit }: Pick<MetricValue, 'unit'>, value: number): string => gateValue(unit, value),
    interval: (low: string, high: string) => `${low} to ${high}`,
    noInterval: 'none',
  },

  trend: {
    title: 'Trend',
    choose: 'Choose a model and a target above to see their metrics over time.',
    metricValue: 'Metric',
    none: 'No reliable result of this model and target has metrics.',
    reading: 'Reading the results',
    unreadable: (count: number) =>
      count === 1 ? 'One result could not be read.' : `${format.whole(count)} results could not be read.`,
    limited: (count: string) => `The newest ${count} results are shown.`,
    chart: (metricValue: string, count: number, first: string, last: string, value: string) =>
      count === 1
        ? `${metricValue}: one result, ${value}.`
        : `${metricValue} over time: ${format.whole(count)} results from ${first} to ${last}, the last one ${value}.`,
    table: (metricValue: string) => `${metricValue} over time`,
    asTable: 'As a table',
    columns: { date: 'Date', value: 'Value', interval: '95% interval', changes: 'Changed since the result before' },
    first: 'first result',
    unchanged: 'nothing',
    changes: (components: readonly string[]) => format.list(components),
    component: runComponents,
  },

  compare: {
    title: 'Two stored results',
    lead: 'Side by side, as each was measured. Two benchmarks of the same work are compared by their samples instead.',
    missing: 'One of the two results is not stored in this browser, or has no metrics.',
    all: 'All stored results',
    metricValues: 'Metrics',
    figuresCaption: 'Figures of both results',
    facts: 'Runs',
    factsCaption: 'What is the same in both runs, and what differs',
    columns: { metricValue: 'Metric', first: 'A', second: 'B', difference: 'Comparison', fact: 'Fact' },
    differences: {
      'first-higher': 'A is higher',
      'second-higher': 'B is higher',
      overlap: 'the intervals overlap',
      unknown: 'not compared',
    } satisfies Record<ComparedRecords['metricValues'][number]['difference'], string>,
    absent: 'not stated',
    same: 'the same',
    other: 'different',
    fact: (component: keyof typeof runComponents) => runComponents[component],
    noMetrics: 'Neither result has metrics.',
  },
};
