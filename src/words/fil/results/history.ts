import type { MetricValue } from '#state/results/metric-values.ts';
import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { count as countOf, format } from '../format.ts';
import { gateResults, gateValue } from '../gates/gate-results.ts';
import { scores } from '../evaluate/metrics.ts';
import { runComponents } from '../hallmark/since-hallmark.ts';

const phases: Readonly<Record<string, string>> = {
  pre: 'Pre-processing bawat item',
  inference: 'Inference bawat item',
  post: 'Post-processing bawat item',
};

const names = {
  cell: ({ name }) => name,
  score: ({ name }) => scores.name(name),
  phase: ({ name }) => phases[name] ?? name,
  gate: ({ name, metric }) => gateResults.title({ gate: name, ...(metric !== undefined && { metric }) }),
} satisfies Record<MetricValue['source'], (metricValue: MetricValue) => string>;

/** Tags, trends and comparisons of stored results. */
export const history: Text['history'] = {
  verdict: 'Hatol',
  anyVerdict: 'Lahat ng hatol',
  verdicts: {
    valid: 'valid',
    indicative: 'tantiya',
    noisy: 'maingay',
    interrupted: 'naantala',
    invalid: 'hindi valid',
    pass: 'pasado',
    fail: 'bagsak',
    undecided: 'walang pasya',
  },
  gateRun: (model) => `Mga gate: ${model}`,
  started: (date) => `Nagsimula ang run: ${date}`,
  openReport: 'Ang report ng evaluation na ito',

  target: 'Target',
  anyTarget: 'Lahat ng target',
  targetName: (engine, device) => `${engine} sa ${device}`,
  tag: 'Tag',
  anyTag: 'Lahat ng tag',
  tags: {
    add: 'Magdagdag ng tag',
    label: 'Tag para sa mga napiling resulta',
    removeFrom: (tag, name) => `Alisin ang tag na ${isolate(tag)} sa ${name}`,
    rename: 'Palitan ang pangalan',
    renameLabel: (tag) => `Bagong pangalan ng tag na ${isolate(tag)}`,
    list: 'Mga tag',
  },

  metricValue: {
    name: (metricValue) => names[metricValue.source](metricValue),
    value: ({ unit }, value) => gateValue(unit, value),
    interval: (low, high) => `${low} hanggang ${high}`,
    noInterval: 'wala',
  },

  trend: {
    title: 'Trend',
    choose: 'Pumili sa itaas ng model at target para makita ang mga metric nito sa paglipas ng panahon.',
    metricValue: 'Metric',
    none: 'Walang maaasahang resulta ng model at target na ito na may mga metric.',
    reading: 'Binabasa ang mga resulta',
    unreadable: (count) => `${countOf(count, 'resulta')} ang hindi nabasa.`,
    limited: (count) => `Ipinapakita ang ${count} pinakabagong resulta.`,
    chart: (metricValue, count, first, last, value) =>
      count === 1
        ? `${metricValue}: isang resulta, ${value}.`
        : `${metricValue} sa paglipas ng panahon: ${countOf(count, 'resulta')} mula ${first} hanggang ${last}, ang huli ay ${value}.`,
    table: (metricValue) => `${metricValue} sa paglipas ng panahon`,
    asTable: 'Bilang table',
    columns: {
      date: 'Petsa',
      value: 'Value',
      interval: '95% interval',
      changes: 'Nagbago mula sa naunang resulta',
    },
    first: 'unang resulta',
    unchanged: 'wala',
    changes: (components) => format.list(components),
    component: runComponents,
  },

  compare: {
    title: 'Dalawang naka-store na resulta',
    lead: 'Magkatabi, ayon sa pagkakasukat sa bawat isa. Ayon sa mga sample naman inihahambing ang dalawang benchmark ng iisang gawain.',
    missing: 'Hindi naka-store sa browser na ito ang isa sa dalawa, o wala itong mga metric.',
    all: 'Lahat ng naka-store na resulta',
    metricValues: 'Mga metric',
    figuresCaption: 'Mga numero ng dalawang resulta',
    facts: 'Mga run',
    factsCaption: 'Ano ang pareho sa dalawang run, at ano ang magkaiba',
    columns: { metricValue: 'Metric', first: 'A', second: 'B', difference: 'Paghahambing', fact: 'Detalye' },
    differences: {
      'first-higher': 'mas mataas ang A',
      'second-higher': 'mas mataas ang B',
      overlap: 'nagpapatong ang mga interval',
      unknown: 'hindi naihambing',
    },
    absent: 'hindi isinaad',
    same: 'pareho',
    other: 'magkaiba',
    fact: (component) => runComponents[component],
    noMetrics: 'Walang metric ang alinman sa dalawa.',
  },
};
