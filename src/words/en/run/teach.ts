import type { TrainedHead } from '#teach/train-head.ts';
import { format } from '../format.ts';

const { whole, percent } = format;

export const teach = {
  title: 'Teach a classifier',
  lead: 'Show a model a few images of each of your classes, and it learns to tell them apart. Images and training stay in this browser. Nothing is stored until you save the model.',
  badLink: 'Invalid Teach link',
  backbone: 'Model to build on',
  backboneHelp:
    'Its last layer is replaced by one for your classes. An ImageNet classifier from the Models page has better features than the bundled one. A model saved here can be trained further.',
  change: 'Change model',
  opening: 'Opening the model',
  features: {
    penultimate: (tensor: string, length: number): string =>
      `Features: the ${whole(length)} inputs of its last layer (${tensor})`,
    output: (tensor: string, length: number): string =>
      `Features: its ${whole(length)} outputs (${tensor}), as its last layer cannot be separated`,
  },
  notOnnx: 'This model is not in ONNX, so what it learns cannot be saved as a file.',
  classes: 'Classes',
  className: 'Name of the class',
  addClass: 'Add a class',
  removeClass: (name: string): string => `Remove the class ${name}`,
  newClass: (number: number): string => `Class ${whole(number)}`,
  addImages: 'Add images',
  addFolder: 'Open a folder of classes',
  folderHelp: 'A folder that contains one folder of images per class.',
  drop: 'Drop images here',
  camera: 'Use the camera',
  holdToCapture: 'Hold to capture images',
  images: (count: number): string => (count === 1 ? '1 image' : `${whole(count)} images`),
  removeImage: (name: string): string => `Remove ${name}`,
  more: (count: number): string => `and ${whole(count)} more`,
  training: 'Training',
  changes: 'Also learn from copies that are',
  changeNames: { mirror: 'mirrored', crop: 'cropped', brightness: 'brighter or darker' },
  mirrorHelp: 'Do not mirror letters, signs or anything else whose mirror image is another class.',
  heldOutFraction: 'Held out for the test',
  train: 'Train',
  trainAgain: 'Train again',
  needs: {
    classes: 'Add at least two classes with different names.',
    images: (name: string, missing: number): string =>
      `${name}: ${missing === 1 ? '1 more image' : `${whole(missing)} more images`} needed.`,
  },
  embedding: (done: number, total: number): string => `Reading image ${whole(done)} of ${whole(total)}`,
  fitting: 'Training',
  result: 'Result',
  counted: (classes: number, images: number, heldOut: number): string =>
    `${whole(classes)} classes, ${whole(images)} images, of which ${whole(heldOut)} were held out`,
  accuracy: (accuracy: number, [low, high]: readonly [number, number]): string =>
    `Accuracy on held-out images: ${percent(accuracy)} (95% interval ${percent(low)} to ${percent(high)})`,
  curve: {
    title: 'Would more images help?',
    images: 'Training images',
    accuracy: 'Accuracy on held-out images',
  },
  confusion: 'Held-out images by class',
  tooFewHeldOut: (name: string, count: number, images: number): string =>
    `Too few to judge: ${count === 1 ? '1 image' : `${whole(count)} images`} of ${name} held out. Give each class at least ${whole(images)} images, or hold out more.`,
  compared: ({ baseline, before, after }: TrainedHead['comparison']): string => {
    const names = {
      head: 'The model so far',
      'own-labels': 'The original model, with its own labels',
      'frequent-class': 'Always guessing the class with the most images',
    };
    return `${names[baseline]}: ${percent(before)} on the same images, now ${percent(after)}.`;
  },
  lostClass: ({ label, before, after }: TrainedHead['comparison']['lostClasses'][number]): string =>
    `${label}: ${whole(after)} held-out images right, ${whole(before)} before.`,
  kept: 'The newly trained model is in use.',
  rejected:
    'The newly trained model is not used, because it is worse on held-out images. The previous one stays in use.',
  rejectedFirst:
    'The trained model is not used, because it is no better than before training. Add more images, or remove wrong ones.',
  useAnyway: 'Use it anyway',
  undo: 'Undo the last training',
  save: 'Save as ONNX',
  useInRun: 'Use in Run',
  saveHelp: 'One file with the model and your classes. It opens in Run and in every program that reads ONNX.',
  try: 'Try it',
  tryImage: 'Try an image',
  tryEmpty: 'Train first, then try images or the camera here.',
  answer: (label: string, probability: number): string => `${label}: ${percent(probability)}`,
};
