import type { UncomparedFeature } from '#drift/compare-windows.ts';
import type { EstimationMethod, HeldOutError } from '#drift/accuracy/accuracy-estimator.ts';
import type { PastError } from '#drift/accuracy/past-errors.ts';
import type { QueueReason } from '#deploy/labelling/queued-input.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';

const { whole, percent, date } = format;
const inputs = (count: number) => (count === 1 ? '1 input' : `${whole(count)} inputs`);
const points = (fraction: number) => `${format.number(100 * fraction)} points`;

/** Texts of the recent inputs of a deployment: their drift, the estimated accuracy, and the inputs to label. */
export const deployedInputs = {
  title: 'Drift of the inputs',
  lead: 'Compares the latest inputs of the current version with inputs on which it worked well, without labels. Only numbers and predicted classes are stored, in this browser.',
  recent: (count: number, fromMs: number, toMs: number) =>
    `${inputs(count)} from ${date(fromMs)} to ${date(toMs)}, by the clock of this device.`,
  none: 'No inputs have been recorded yet. Run some inputs, then return here.',
  tooFew: (count: number, min: number) => `${inputs(count)} so far; a comparison needs at least ${whole(min)}.`,
  uncompared: (features: string, { reference, current, needed }: UncomparedFeature) =>
    `Not compared: ${features}. Measured for ${inputs(reference)} of the reference and ${whole(current)} of the latest; at least ${whole(needed)} of each are needed. To save time, the image features are measured only for some of the images.`,
  keep: (count: number) => `Use these ${inputs(count)} as the reference`,
  replace: 'This replaces the current reference.',
  reference: (count: number, at: number) => `The reference is ${inputs(count)}, chosen on ${date(at)}.`,
  noReference: 'There is no reference yet. Choose the latest inputs as the reference while the model works well.',
  removeReference: 'Remove the reference',
  damaged: (count: number) =>
    `${count === 1 ? '1 stored input is' : `${whole(count)} stored inputs are`} damaged and not counted.`,

  accuracy: {
    title: 'Estimated accuracy',
    lead: 'How often the model is probably right on its latest inputs, estimated from its confidence. If changed inputs make the model confidently wrong, the estimate is too high. Label some inputs below to check it.',
    fitted: (items: number, dataset: string, at: number, accuracy: number) =>
      `Fitted on ${items === 1 ? '1 labelled item' : `${whole(items)} labelled items`} of ${isolate(dataset)} on ${date(at)}. The model got ${percent(accuracy)} of them right.`,
    notFitted:
      'Not measured. Evaluate this version on at least 40 labelled items, such as one folder per class: the estimate is fitted on them.',
    notClassifier: 'Only the accuracy of classifiers can be estimated.',
    evaluate: 'Evaluate this version',
    caption: 'Estimated accuracy of the latest inputs',
    columns: ['Method', 'Estimate ± mean error', 'Error on held-out labelled items'],
    estimate: (accuracy: number, error: number) => `${percent(accuracy)} ± ${points(error)}`,
    methods: {
      'average-confidence': 'Average confidence, with temperature scaling',
      'thresholded-confidence': 'Average thresholded confidence (ATC)',
    } satisfies Record<EstimationMethod, string>,
    best: (name: string) => `${name} (smaller error)`,
    heldOut: ({ mean, max }: HeldOutError, items: number) =>
      `mean ${points(mean)}, at most ${points(max)}, on ${whole(items)} items each`,
    pastCaption: 'Past estimates and the labels that followed',
    pastColumns: ['Inputs', 'Estimate', 'Right, according to labels', '95% interval', 'Error'],
    past: ({ fromMs, toMs }: PastError) => `${date(fromMs)} to ${date(toMs)}`,
    percent,
    interval: ([low, high]: PastError['interval']) => `${percent(low)} to ${percent(high)}`,
    error: (estimate: number, actual: number) => points(estimate - actual),
    noPast: (labelled: number, needed: number) =>
      `No past error yet. It needs labels for ${whole(needed)} inputs drawn at random; ${whole(labelled)} have one.`,
  },

  queue: {
    title: 'Review queue: inputs to label',
    lead: 'Stores inputs to label in this browser: those that the model is unsure of, those on which a candidate in shadow mode disagrees, and a few drawn at random. They stay until you delete them, and nothing is uploaded.',
    consent: 'Store such inputs of this deployment in this browser',
    consentHelp: (count: number, size: string) =>
      `At most ${whole(count)} inputs and ${size}; new inputs replace the oldest without a label. Only image files and single texts are stored. If they show people, make sure that you may store them.`,
    empty: 'No input is waiting for a label.',
    off: 'No inputs are stored.',
    progress: (waiting: number, labelled: number) => `${inputs(waiting)} without a label, ${whole(labelled)} with one.`,
    reasons: {
      random: 'Drawn at random, to check the estimated accuracy',
      disagreement: 'The candidate predicts another class',
      'low-confidence': 'Low confidence',
      'small-margin': 'Two classes are almost equally likely',
    } satisfies Record<QueueReason, string>,
    about: (version: number, at: number) => `Version ${whole(version)}, ${date(at)}`,
    predicted: (label: string, probability: number) => `Predicted: ${isolate(label)} (${percent(probability)})`,
    candidate: (version: number, label: string) => `Version ${whole(version)}: ${isolate(label)}`,
    image: 'Input to label',
    choose: 'What is it?',
    keys: 'In this group, the keys 1 to 9 choose a class, S skips, Z undoes and Delete deletes the input.',
    other: 'Another class',
    set: 'Set label',
    skip: 'Skip',
    undo: 'Undo the last label',
    remove: 'Delete this input',
    evaluate: (count: number) =>
      `Evaluate on ${count === 1 ? 'the labelled input' : `the ${whole(count)} labelled inputs`}`,
    evaluateHelp:
      'Evaluate then offers the labelled inputs as the last folder. The model was unsure of most of them, so its accuracy on them is lower than in use.',
    folder: (name: string) => `${name}: labelled inputs`,
    full: 'The queue is full of labelled inputs, so no more are stored. Evaluate the model on them, then delete them.',
    removeAll: 'Delete all stored inputs',
    removeAllConfirm: 'Delete all stored inputs of this deployment, with their labels?',
  },
};
