import { format } from './format.ts';

/** Names of scores, by metric; one without a name is shown by its id. */
const names: Readonly<Record<string, string>> = {
  'top-1': 'Top-1 accuracy',
  'top-5': 'Top-5 accuracy',
  'macro-f1': 'F1, mean of the classes',
  'balanced-accuracy': 'Balanced accuracy',
  'calibration-error': 'Calibration error',
  'ap50-95': 'AP50:95',
  ap50: 'AP50',
  ap75: 'AP75',
  'ap-small': 'AP, small objects',
  'ap-medium': 'AP, medium objects',
  'ap-large': 'AP, large objects',
  ar100: 'Recall of 100 detections per image',
  miou: 'Mean IoU',
  'mean-dice': 'Mean Dice',
  'pixel-accuracy': 'Pixel accuracy',
  wer: 'Word error rate',
  cer: 'Character error rate',
};

const items = (count: number, shown: string) => (count === 1 ? '1 item' : `${shown} items`);

/** The scores of a report, on its own page and on Evaluate. */
export const scores = {
  title: 'Scores',
  caption: 'Scores of all items, with 95 % intervals',
  agreement: 'Agreement with the baseline, not accuracy: the files have no labels.',
  metric: 'Metric',
  value: 'Value',
  interval: '95 % interval',
  n: 'Items',
  baseline: 'Baseline',
  name: (metric: string) => names[metric] ?? metric,
  range: (low: string, high: string) => `${low} to ${high}`,
  noInterval: 'not determined',
  on: (metric: string, value: string, data: string, count: number) =>
    `${metric} ${value} on ${data}, ${items(count, format.whole(count))}`,
  incomplete: (left: string) => `Stopped: ${left} items did not run.`,
  failed: (count: number, shown: string) => `${items(count, shown)} could not be read or run; no score includes them.`,
  digest: 'SHA-256 of the data',
};
