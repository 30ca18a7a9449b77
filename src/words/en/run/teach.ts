import type { TrainedHead } from '#teach/train-head.ts';
import { format } from '../format.ts';

const { whole, percent } = format;

export const teach = {
  features: {
    penultimate: (tensor: string, length: number): string =>
      `Features: the ${whole(length)} inputs of its last layer (${tensor})`,
    output: (tensor: string, length: number): string =>
      `Features: its ${whole(length)} outputs (${tensor}), as its last layer cannot be separated`,
  },
  counted: (classes: number, pictures: number, heldOut: number): string =>
    `${whole(classes)} classes, ${whole(pictures)} pictures, of which ${whole(heldOut)} were held out`,
  accuracy: (accuracy: number, [low, high]: readonly [number, number]): string =>
    `Accuracy on held-out pictures: ${percent(accuracy)} (95% interval ${percent(low)} to ${percent(high)})`,
  curve: {
    pictures: 'Pictures learned from',
    accuracy: 'Accuracy on held-out pictures',
  },
  compared: ({ baseline, before, after }: TrainedHead['comparison']): string => {
    const names = {
      head: 'The model so far',
      'own-labels': 'The original model, with its own labels',
      'frequent-class': 'Always guessing the class with the most pictures',
    };
    return `${names[baseline]}: ${percent(before)} on the same pictures, now ${percent(after)}.`;
  },
  lostClass: ({ label, before, after }: TrainedHead['comparison']['lostClasses'][number]): string =>
    `${label}: ${whole(before)} held-out pictures were right, now ${whole(after)}.`,
  written: (file: string): string => `Written: ${file}`,
  notWritten: 'Not written, because it is worse than before on held-out pictures.',
};
