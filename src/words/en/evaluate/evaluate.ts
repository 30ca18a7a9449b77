import type { RunStage } from '#state/evaluate/run/evaluation-run.svelte.ts';
import { format } from '../format.ts';
import { labelledDataset } from './labelled-dataset.ts';

/** @param count formatted */
const items = (count: string) => (count === '1' ? '1 item' : `${count} items`);

export const evaluate = {
  title: 'Evaluate',
  lead: 'Score a model on your own labelled files. They are read on this device and never uploaded.',
  badLink: { title: 'Invalid evaluation link' },
  task: 'Task',
  setup: 'Setup',
  setupSummary: (model: string | null, folder: string | null) =>
    [model, folder].filter((name) => name !== null).join(' ·\u00a0'),
  earlier: (date: string) => `Result of ${date}`,

  models: {
    title: 'Model',
    candidate: 'Model to evaluate',
    baseline: 'Baseline',
    baselineHelp:
      'Another model to run on the same items, for a paired comparison. If the files have no labels, the baseline’s predictions serve as ground truth.',
    chooseCandidate: 'Choose a model',
    changeCandidate: 'Change the model',
    chooseBaseline: 'Compare with a baseline',
    changeBaseline: 'Change the baseline',
    engine: 'Engine',
    removeBaseline: 'Remove the baseline',
    engineHelp: 'The model and its baseline are opened with these settings. They are part of this page’s URL.',
  },

  data: {
    title: 'Data',
    choose: 'Choose a folder',
    help: 'Or drop a folder on the page. It can contain one folder per class, a table of labels (CSV, TSV, JSONL), COCO, YOLO or Pascal VOC annotations, masks, or images without labels.',
    dropNow: 'Drop a model or a folder',
    reading: 'Reading the labels',
    layout: 'Layout',
    layouts: labelledDataset.layouts,
    roles: labelledDataset.roles,
    columns: (file: string) => `Columns of ${file}`,
    found: (folder: string, count: string, classes: string) =>
      `${folder}: ${items(count)}, ${classes === '1' ? '1 class' : `${classes} classes`}`,
    split: 'Split',
    splitUnset: 'Choose a split',
    problems: 'Problems in the data',
    problem: labelledDataset.problems,
    more: (count: string) => `and ${count} more`,
    noneMatches: (classes: string, labels: string) =>
      `No class of the files (such as ${classes}) matches a label of the model (such as ${labels}), so nothing can be evaluated. Choose the label for each class below, or choose another model or folder.`,
    unmatched: 'Classes without a matching model label',
    unmatchedHelp: 'Items of these classes are skipped. Choose the matching label, if there is one.',
    leaveOut: 'Skip these items',
    labelFor: (name: string) => `Model label for ${name}`,
  },

  run: {
    title: 'Run',
    sample: 'Items',
    allItems: (count: string) => `all ${count}`,
    sampleHelp: 'A stratified random sample: classes in the same proportions as the full set.',
    seed: 'Sample seed',
    stopAfter: (count: string) => `The run stops after ${items(count)}, to match the run in the hallmark.`,
    start: 'Evaluate',
    evaluateAgain: 'Evaluate again',
    pause: 'Pause',
    resume: 'Continue',
    skip: 'Skip this stage',
    stop: 'Stop and score',
    progress: {
      items: (done: string, total: string) => `${done} of ${items(total)}`,
      corruptions: (done: string, total: string) => `${done} of ${total} corrupted items`,
      loadTest: () => 'Load test',
      sustained: () => 'Sustained run',
    } satisfies Record<RunStage, (done: string, total: string) => string>,
    failed: (count: string) => `${items(count)} failed`,
    unfinished: {
      title: 'Unfinished run',
      scored: (done: string, total: string) => `Scored: ${done} of ${items(total)}.`,
      chooseAgain: (folder: string, done: string, total: string) =>
        `Choose ${folder} again to continue. Scored: ${done} of ${items(total)}.`,
      elsewhere: (model: string | null, folder: string, date: string) =>
        `${[model, folder].filter((name) => name !== null).join(' ·\u00a0')}, started ${date}.`,
      open: 'Open this run',
      discard: 'Discard',
    },
    missing: {
      model: 'Choose a model first.',
      baseline: 'The baseline is not open yet.',
      data: 'Choose a folder of files first.',
      'matching-classes': 'No class matches a label of the model. Match the classes under Data first.',
      'labels-or-baseline': 'These files have no labels. Choose a baseline to measure agreement with.',
    },
  },

  headline: {
    title: 'Result',
    interval: (range: string) => `95% CI ${range}`,
    items: (count: string, folder: string) => `${items(count)} of ${folder} scored`,
    perItem: (time: string) => `${time} per inference`,
  },

  timing: 'Median time per item',

  confusion: {
    title: 'Confusion matrix',
    listTitle: 'Misclassifications',
    tooManyClasses: (count: string, max: string) =>
      `A confusion matrix of ${count} classes does not fit on the page (at most ${max}), so the most frequent misclassifications are listed.`,
    onlyPredicted: (labels: number, predicted: number) =>
      `The items have ${labels === 1 ? '1 class' : `${format.whole(labels)} classes`}. ${predicted === 1 ? '1 more class is' : `${format.whole(predicted)} more classes are`} listed because the model predicted ${predicted === 1 ? 'it' : 'them'}, although no item has ${predicted === 1 ? 'it' : 'them'}.`,
    axes: 'Rows: actual class. Columns: predicted class. Select a number to see its items.',
    lead: 'Most frequent misclassifications. Select one to see its items.',
    none: 'No item was misclassified.',
    truth: 'Class',
    show: (truth: string, prediction: string, count: string) => `${truth} predicted as ${prediction}: ${count}`,
    nothing: 'no prediction',
  },

  items: {
    title: 'Items',
    filter: 'Show',
    filters: {
      differing: 'Where the models differ',
      wrong: 'Wrong',
      imperfect: 'Not fully correct',
      failed: 'Failed',
      all: 'All',
    },
    none: 'None.',
    truth: (label: string) => `Label: ${label}`,
    candidate: (label: string) => `Model: ${label}`,
    baseline: (label: string) => `Baseline: ${label}`,
    score: (metric: string, value: string) => `${metric} ${value}`,
    failed: 'failed',
    page: (from: string, to: string, all: string) => `${from} to ${to} of ${all}`,
    previous: 'Previous',
    next: 'Next',
  },

  export: {
    title: 'Export',
    items: 'Save items (CSV)',
  },
};
