import type { MetricValue } from '#state/results/metric-values.ts';
import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { gateResults, gateValue } from '../gates/gate-results.ts';
import { scores } from '../evaluate/metrics.ts';
import { runComponents } from '../hallmark/since-hallmark.ts';

const phases: Readonly<Record<string, string>> = {
  pre: 'Uchakataji wa awali kwa kipengee',
  inference: 'Inferensi kwa kipengee',
  post: 'Uchakataji wa mwisho kwa kipengee',
};

const names = {
  cell: ({ name }) => name,
  score: ({ name }) => scores.name(name),
  phase: ({ name }) => phases[name] ?? name,
  gate: ({ name, metric }) => gateResults.title({ gate: name, ...(metric !== undefined && { metric }) }),
} satisfies Record<MetricValue['source'], (metricValue: MetricValue) => string>;

/** Tags, trends and comparisons of stored results. */
export const history: Text['history'] = {
  verdict: 'Uamuzi',
  anyVerdict: 'Maamuzi yote',
  verdicts: {
    valid: 'halali',
    indicative: 'la kukadiria',
    noisy: 'halijatulia',
    interrupted: 'limekatizwa',
    invalid: 'batili',
    pass: 'imepita',
    fail: 'imeshindwa',
    undecided: 'haijaamuliwa',
  },
  gateRun: (model) => `Vigezo: ${model}`,
  started: (date) => `Uendeshaji ulianza: ${date}`,
  openReport: 'Ripoti ya tathmini hii',

  target: 'Injini na kifaa',
  anyTarget: 'Injini na vifaa vyote',
  targetName: (engine, device) => `${engine} kwenye ${device}`,
  tag: 'Tagi',
  anyTag: 'Tagi zote',
  tags: {
    add: 'Ongeza tagi',
    label: 'Tagi ya matokeo yaliyochaguliwa',
    removeFrom: (tag, name) => `Ondoa tagi ${isolate(tag)} kwenye ${name}`,
    rename: 'Badilisha jina',
    renameLabel: (tag) => `Jina jipya la tagi ${isolate(tag)}`,
    list: 'Tagi',
  },

  metricValue: {
    name: (metricValue) => names[metricValue.source](metricValue),
    value: ({ unit }, value) => gateValue(unit, value),
    interval: (low, high) => `${low} hadi ${high}`,
    noInterval: 'hakuna',
  },

  trend: {
    title: 'Mwelekeo',
    choose: 'Chagua hapo juu modeli, pamoja na injini na kifaa, ili kuona vipimo vyake kwa muda.',
    metricValue: 'Kipimo',
    none: 'Hakuna tokeo la kutegemewa la modeli hii kwenye injini na kifaa hiki lenye vipimo.',
    reading: 'Inasoma matokeo',
    unreadable: (count) => (count === 1 ? 'Tokeo moja halikusomeka.' : `Matokeo ${format.whole(count)} hayakusomeka.`),
    limited: (count) => `Matokeo ${count} ya hivi karibuni yanaonyeshwa.`,
    chart: (metricValue, count, first, last, value) =>
      count === 1
        ? `${metricValue}: tokeo moja, ${value}.`
        : `${metricValue} kwa muda: matokeo ${format.whole(count)} kuanzia ${first} hadi ${last}, la mwisho ${value}.`,
    table: (metricValue) => `${metricValue} kwa muda`,
    asTable: 'Kama jedwali',
    columns: {
      date: 'Tarehe',
      value: 'Thamani',
      interval: 'Wigo wa 95%',
      changes: 'Kilichobadilika tangu tokeo lililotangulia',
    },
    first: 'tokeo la kwanza',
    unchanged: 'hakuna',
    changes: (components) => format.list(components),
    component: runComponents,
  },

  compare: {
    title: 'Matokeo mawili yaliyohifadhiwa',
    lead: 'Bega kwa bega, kama kila moja lilivyopimwa. Matokeo mawili ya upimaji wa kasi wa kazi ile ile hulinganishwa kwa sampuli zake badala ya hivyo.',
    missing: 'Moja kati ya haya mawili halijahifadhiwa kwenye kivinjari hiki, au halina vipimo.',
    all: 'Matokeo yote yaliyohifadhiwa',
    metricValues: 'Vipimo',
    figuresCaption: 'Takwimu za matokeo yote mawili',
    facts: 'Uendeshaji',
    factsCaption: 'Kinachofanana katika uendeshaji wote wawili, na kinachotofautiana',
    columns: { metricValue: 'Kipimo', first: 'A', second: 'B', difference: 'Ulinganisho', fact: 'Maelezo' },
    differences: {
      'first-higher': 'A ni kubwa zaidi',
      'second-higher': 'B ni kubwa zaidi',
      overlap: 'wigo wa yote mawili unapishana',
      unknown: 'hayakulinganishwa',
    },
    absent: 'haikutajwa',
    same: 'sawa',
    other: 'tofauti',
    fact: (component) => runComponents[component],
    noMetrics: 'Hakuna lenye vipimo kati ya haya mawili.',
  },
};
