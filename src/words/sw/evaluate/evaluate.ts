import type { Text } from '../../language.ts';
import { format } from '../format.ts';
import { labelledDataset } from './labelled-dataset.ts';

/** @param count formatted */
const items = (count: string) => (count === '1' ? 'kipengee 1' : `vipengee ${count}`);

export const evaluate: Text['evaluate'] = {
  title: 'Tathmini',
  lead: 'Ipe modeli alama kwa faili zako mwenyewe zenye lebo. Husomwa kwenye kifaa hiki na hazitumwi popote.',
  badLink: { title: 'Kiungo batili cha tathmini' },
  task: 'Kazi',
  setup: 'Maandalizi',
  setupSummary: (model, folder) => [model, folder].filter((name) => name !== null).join(' ·\u00a0'),
  earlier: (date) => `Tokeo la ${date}`,

  models: {
    title: 'Modeli',
    candidate: 'Modeli ya kutathminiwa',
    baseline: 'Modeli ya msingi',
    baselineHelp:
      'Modeli nyingine kwa vipengee vile vile, kwa ulinganisho wa jozi. Ikiwa faili hazina lebo, utabiri wake hutumika kama ukweli.',
    chooseCandidate: 'Chagua modeli',
    changeCandidate: 'Badilisha modeli',
    chooseBaseline: 'Linganisha na modeli ya msingi',
    changeBaseline: 'Badilisha modeli ya msingi',
    engine: 'Injini',
    removeBaseline: 'Ondoa modeli ya msingi',
    engineHelp: 'Modeli na modeli ya msingi hufunguliwa kwa mipangilio hii. Ni sehemu ya URL ya ukurasa huu.',
  },

  data: {
    title: 'Data',
    choose: 'Chagua folda',
    help: 'Au dondosha folda kwenye ukurasa: folda moja kwa kila darasa, jedwali la lebo (CSV, TSV, JSONL), maelezo ya COCO, YOLO au Pascal VOC, maski, au picha zisizo na lebo.',
    dropNow: 'Dondosha modeli au folda',
    reading: 'Inasoma lebo',
    layout: 'Mpangilio',
    layouts: labelledDataset.layouts,
    roles: labelledDataset.roles,
    columns: (file) => `Safu wima za ${file}`,
    found: (folder, count, classes) =>
      `${folder}: ${items(count)}, ${classes === '1' ? 'darasa 1' : `madarasa ${classes}`}`,
    split: 'Mgawanyo',
    splitUnset: 'Chagua mgawanyo',
    problems: 'Matatizo kwenye data',
    problem: labelledDataset.problems,
    more: (count) => `na ${count} zaidi`,
    noneMatches: (classes, labels) =>
      `Hakuna darasa la faili (kama vile ${classes}) linalolingana na lebo ya modeli (kama vile ${labels}), kwa hivyo hakuna kinachoweza kutathminiwa. Chagua lebo ya kila darasa hapa chini, au chagua modeli au folda nyingine.`,
    unmatched: 'Madarasa yasiyo na lebo ya modeli inayolingana',
    unmatchedHelp: 'Vipengee vya madarasa haya hurukwa. Chagua lebo inayolingana, ikiwa ipo.',
    leaveOut: 'Acha nje',
    labelFor: (name) => `Lebo ya modeli kwa ${name}`,
  },

  run: {
    title: 'Uendeshaji',
    sample: 'Vipengee',
    allItems: (count) => `vyote ${count}`,
    sampleHelp: 'Sampuli ya nasibu iliyogawanywa kitabaka: madarasa yana uwiano ule ule wa seti nzima.',
    seed: 'Mbegu ya sampuli',
    stopAfter: (count) => `Uendeshaji husimama baada ya ${items(count)}, ili ulingane na ule ulio kwenye muhuri.`,
    start: 'Tathmini',
    evaluateAgain: 'Tathmini tena',
    pause: 'Sitisha',
    resume: 'Endelea',
    skip: 'Ruka awamu hii',
    stop: 'Simamisha na utoe alama',
    progress: {
      items: (done, total) => `${done} kati ya ${items(total)}`,
      corruptions: (done, total) => `Vipengee vilivyoharibiwa: ${done} kati ya ${total}`,
      loadTest: () => 'Jaribio la mzigo',
      sustained: () => 'Uendeshaji wa muda mrefu',
    },
    failed: (count) => (count === '1' ? 'Kipengee 1 kimeshindwa' : `Vipengee ${count} vimeshindwa`),
    unfinished: {
      title: 'Uendeshaji ambao haujakamilika',
      scored: (done, total) => `Vilivyopewa alama: ${done} kati ya ${items(total)}.`,
      chooseAgain: (folder, done, total) =>
        `Chagua ${folder} tena ili kuendelea. Vilivyopewa alama: ${done} kati ya ${items(total)}.`,
      elsewhere: (model, folder, date) =>
        `${[model, folder].filter((name) => name !== null).join(' ·\u00a0')}, ulioanza ${date}.`,
      open: 'Fungua uendeshaji huu',
      discard: 'Tupa',
    },
    missing: {
      model: 'Chagua modeli kwanza.',
      baseline: 'Modeli ya msingi bado haijafunguliwa.',
      data: 'Chagua folda ya faili kwanza.',
      'matching-classes': 'Hakuna darasa linalolingana na lebo ya modeli. Linganisha kwanza madarasa chini ya Data.',
      'labels-or-baseline': 'Faili hizi hazina lebo. Chagua modeli ya msingi ili kupima ulinganifu nayo.',
    },
  },

  headline: {
    title: 'Tokeo',
    interval: (range) => `wigo wa 95% ${range}`,
    items: (count, folder) =>
      count === '1' ? `kipengee 1 cha ${folder} kimepewa alama` : `vipengee ${count} vya ${folder} vimepewa alama`,
    perItem: (time) => `${time} kwa kila inferensi`,
  },

  timing: 'Mediani ya muda kwa kipengee',

  confusion: {
    title: 'Matriki ya mkanganyiko',
    listTitle: 'Makosa ya uainishaji',
    tooManyClasses: (count, max) =>
      `Matriki ya mkanganyiko ya madarasa ${count} haitoshi kwenye ukurasa (hadi ${max}), kwa hivyo makosa yanayotokea zaidi yameorodheshwa.`,
    onlyPredicted: (labels, predicted) =>
      `Vipengee vina madarasa ${format.whole(labels)}. Madarasa mengine ${format.whole(predicted)} yameorodheshwa kwa sababu modeli iliyatabiri, ingawa hakuna kipengee chenye madarasa hayo.`,
    axes: 'Safu mlalo: darasa halisi. Safu wima: darasa lililotabiriwa. Chagua namba ili kuona vipengee vyake.',
    lead: 'Makosa ya uainishaji yanayotokea zaidi. Chagua moja ili kuona vipengee vyake.',
    none: 'Hakuna kipengee kilichokosewa.',
    truth: 'Darasa',
    show: (truth, prediction, count) => `${truth} imetabiriwa kuwa ${prediction}: ${count}`,
    nothing: 'hakuna utabiri',
  },

  items: {
    title: 'Vipengee',
    filter: 'Onyesha',
    filters: {
      differing: 'Ambapo modeli zinatofautiana',
      wrong: 'Visivyo sahihi',
      imperfect: 'Visivyo sahihi kikamilifu',
      failed: 'Vilivyoshindwa',
      all: 'Vyote',
    },
    none: 'Hakuna.',
    truth: (label) => `Lebo: ${label}`,
    candidate: (label) => `Modeli: ${label}`,
    baseline: (label) => `Modeli ya msingi: ${label}`,
    score: (metric, value) => `${metric} ${value}`,
    failed: 'kimeshindwa',
    page: (from, to, all) => `${from} hadi ${to} kati ya ${all}`,
    previous: 'Vilivyotangulia',
    next: 'Vinavyofuata',
  },

  export: {
    title: 'Hamisha',
    items: 'Hifadhi vipengee (CSV)',
  },
};
