import type { Text } from '../../language.ts';
import { count as countOf } from '../format.ts';
import { labelledDataset } from './labelled-dataset.ts';

/** @param number formatted */
const items = (number: string) => countOf(number, 'item');

export const evaluate: Text['evaluate'] = {
  title: 'I-evaluate',
  lead: 'Bigyan ng score ang isang model sa sarili mong mga file na may label. Binabasa ang mga ito sa device na ito at hindi ipinapadala kahit saan.',
  badLink: { title: 'Hindi valid na link ng evaluation' },
  task: 'Task',
  setup: 'Setup',
  setupSummary: (model, folder) => [model, folder].filter((name) => name !== null).join(' ·\u00a0'),
  earlier: (date) => `Resulta noong ${date}`,

  models: {
    title: 'Model',
    candidate: 'Model na ie-evaluate',
    baseline: 'Baseline',
    baselineHelp:
      'Isa pang model sa parehong mga item, para sa paired na paghahambing. Kung walang label ang mga file, ang mga hula nito ang magsisilbing ground truth.',
    chooseCandidate: 'Pumili ng model',
    changeCandidate: 'Palitan ang model',
    chooseBaseline: 'Ihambing sa baseline',
    changeBaseline: 'Palitan ang baseline',
    engine: 'Engine',
    removeBaseline: 'Alisin ang baseline',
    engineHelp:
      'Sa mga setting na ito binubuksan ang model at ang baseline nito. Bahagi ng URL ng page na ito ang mga ito.',
  },

  data: {
    title: 'Data',
    choose: 'Pumili ng folder',
    help: 'O mag-drop ng folder sa page: isang folder sa bawat class, isang table ng mga label (CSV, TSV, JSONL), mga anotasyong COCO, YOLO, o Pascal VOC, mga mask, o mga larawang walang label.',
    dropNow: 'Mag-drop ng model o folder',
    reading: 'Binabasa ang mga label',
    layout: 'Layout',
    layouts: labelledDataset.layouts,
    roles: labelledDataset.roles,
    columns: (file) => `Mga column ng ${file}`,
    found: (folder, count, classes) => `${folder}: ${items(count)}, ${countOf(classes, 'class')}`,
    split: 'Split',
    splitUnset: 'Pumili ng split',
    problems: 'Mga problema sa data',
    problem: labelledDataset.problems,
    more: (count) => `at ${count} pa`,
    noneMatches: (classes, labels) =>
      `Walang class ng mga file (gaya ng ${classes}) na tumutugma sa label ng model (gaya ng ${labels}), kaya walang mae-evaluate. Piliin sa ibaba ang label ng bawat class, o pumili ng ibang model o folder.`,
    unmatched: 'Mga class na walang katumbas na label ng model',
    unmatchedHelp: 'Nilalaktawan ang mga item ng mga class na ito. Piliin ang katumbas na label, kung mayroon.',
    leaveOut: 'Huwag isama',
    labelFor: (name) => `Label ng model para sa ${name}`,
  },

  run: {
    title: 'Run',
    sample: 'Mga item',
    allItems: (count) => `lahat ng ${count}`,
    sampleHelp: 'Isang stratified na random sample: pareho ang proporsyon ng mga class sa buong set.',
    seed: 'Seed ng sample',
    stopAfter: (count) => `Hihinto ang run pagkatapos ng ${items(count)}, para tumugma sa run na nasa hallmark.`,
    start: 'I-evaluate',
    evaluateAgain: 'I-evaluate muli',
    pause: 'I-pause',
    resume: 'Ituloy',
    skip: 'Laktawan ang yugtong ito',
    stop: 'Ihinto at bigyan ng score',
    progress: {
      items: (done, total) => `${done} sa ${items(total)}`,
      corruptions: (done, total) => `${done} sa ${countOf(total, 'item na may corruption')}`,
      loadTest: () => 'Load test',
      sustained: () => 'Matagalang run',
    },
    failed: (count) => `${items(count)} ang pumalya`,
    unfinished: {
      title: 'Hindi natapos na run',
      scored: (done, total) => `May score na: ${done} sa ${items(total)}.`,
      chooseAgain: (folder, done, total) =>
        `Piliin muli ang ${folder} para magpatuloy. May score na: ${done} sa ${items(total)}.`,
      elsewhere: (model, folder, date) =>
        `${[model, folder].filter((name) => name !== null).join(' ·\u00a0')}, sinimulan noong ${date}.`,
      open: 'Buksan ang run na ito',
      discard: 'Itapon',
    },
    missing: {
      model: 'Pumili muna ng model.',
      baseline: 'Hindi pa bukas ang baseline.',
      data: 'Pumili muna ng folder ng mga file.',
      'matching-classes': 'Walang class na tumutugma sa label ng model. Itugma muna ang mga class sa ilalim ng Data.',
      'labels-or-baseline': 'Walang label ang mga file na ito. Pumili ng baseline na susukatan ng pagtutugma.',
    },
  },

  headline: {
    title: 'Resulta',
    interval: (range) => `95% CI ${range}`,
    items: (count, folder) => `${items(count)} ng ${folder} ang may score`,
    perItem: (time) => `${time} bawat inference`,
  },

  timing: 'Median na oras bawat item',

  confusion: {
    title: 'Confusion matrix',
    listTitle: 'Mga maling pag-uuri',
    tooManyClasses: (count, max) =>
      `Hindi kasya sa page ang confusion matrix ng ${count} class (hanggang ${max} lang), kaya nakalista ang mga pinakamadalas na maling pag-uuri.`,
    onlyPredicted: (labels, predicted) =>
      `May ${countOf(labels, 'class')} ang mga item. Nakalista ang ${countOf(predicted, 'karagdagang class')} dahil hinulaan ng model, kahit walang item na may ganito.`,
    axes: 'Mga row: aktuwal na class. Mga column: hinulaang class. Pumili ng numero para makita ang mga item nito.',
    lead: 'Mga pinakamadalas na maling pag-uuri. Pumili ng isa para makita ang mga item nito.',
    none: 'Walang item na mali ang pagkakauri.',
    truth: 'Class',
    show: (truth, prediction, count) => `${truth} na hinulaang ${prediction}: ${count}`,
    nothing: 'walang hula',
  },

  items: {
    title: 'Mga item',
    filter: 'Ipakita',
    filters: {
      differing: 'Kung saan nagkakaiba ang mga model',
      wrong: 'Mali',
      imperfect: 'Hindi ganap na tama',
      failed: 'Pumalya',
      all: 'Lahat',
    },
    none: 'Wala.',
    truth: (label) => `Label: ${label}`,
    candidate: (label) => `Model: ${label}`,
    baseline: (label) => `Baseline: ${label}`,
    score: (metric, value) => `${metric} ${value}`,
    failed: 'pumalya',
    page: (from, to, all) => `${from} hanggang ${to} sa ${all}`,
    previous: 'Nakaraan',
    next: 'Susunod',
  },

  export: {
    title: 'I-export',
    items: 'I-save ang mga item (CSV)',
  },
};
