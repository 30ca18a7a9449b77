import type { NoInterval } from '#core/evaluation.ts';
import { format } from './format.ts';

/** Names of scores, by metric; one without a name is shown by its id. */
const names: Readonly<Record<string, string>> = {
  'top-1': 'Top-1 accuracy',
  'top-5': 'Top-5 accuracy',
  'macro-f1': 'Macro F1',
  'balanced-accuracy': 'Balanced accuracy',
  'calibration-error': 'Expected calibration error (ECE)',
  'ap50-95': 'AP 50–95 (COCO)',
  ap50: 'AP50',
  ap75: 'AP75',
  'ap-small': 'AP, small objects',
  'ap-medium': 'AP, medium objects',
  'ap-large': 'AP, large objects',
  ar100: 'Average recall (100 detections)',
  miou: 'Mean IoU',
  'mean-dice': 'Mean Dice',
  'pixel-accuracy': 'Pixel accuracy',
  wer: 'Word error rate',
  cer: 'Character error rate',
};

const noInterval: Readonly<Record<NoInterval, string>> = {
  'too-few-items': 'too few items',
  'no-variation': 'the items do not vary',
  'undefined-resamples': 'undefined on some resamples',
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
  noInterval: (reason: NoInterval | undefined) => (reason === undefined ? 'not determined' : noInterval[reason]),
  on: (metric: string, value: string, data: string, count: number) =>
    `${metric} ${value} on ${data}, ${items(count, format.whole(count))}`,
  incomplete: (notRun: string) => `Stopped: ${notRun} items did not run.`,
  failed: (count: number, shown: string) => `${items(count, shown)} could not be read or run; no score includes them.`,
  digest: 'Data SHA-256',
};
