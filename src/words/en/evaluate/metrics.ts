import type { NoIntervalReason } from '#core/task/evaluation.ts';
import { format } from '../format.ts';

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
  'exact-match': 'Exact match',
  'token-f1': 'Token F1',
  'contains-answer': 'Contains the answer',
  'entity-f1': 'Entity F1',
  'entity-precision': 'Entity precision',
  'entity-recall': 'Entity recall',
  'word-accuracy': 'Word accuracy',
  spearman: 'Spearman correlation',
  pearson: 'Pearson correlation',
  perplexity: 'Perplexity',
  'next-token-agreement': 'Next-token agreement',
  cosine: 'Cosine similarity',
  sqnr: 'SQNR',
  'kl-divergence': 'KL divergence',
};

const number = (value: number) => format.number(value);

/** Formats of scores that are not fractions, by metric. */
const values: Readonly<Record<string, (value: number) => string>> = {
  cosine: (value) => String(Number(value.toFixed(6))), // models differ only in the last digits
  sqnr: (value) => `${number(value)} dB`,
  'kl-divergence': (value) => `${number(value)} nat`,
  perplexity: number,
};

/** Splits an id such as `cosine:logits` into the metric and the output. */
const parts = (id: string): readonly [metric: string, output: string] => {
  const index = id.indexOf(':');
  return index < 0 ? [id, ''] : [id.slice(0, index), id.slice(index + 1)];
};

function metricName(id: string): string {
  const [metric, output] = parts(id);
  const name = names[metric] ?? metric;
  return output === '' ? name : `${name} of ${output}`;
}

const noInterval: Readonly<Record<NoIntervalReason, string>> = {
  'too-few-items': 'too few items',
  'no-variation': 'the items do not vary',
  'undefined-resamples': 'undefined on some resamples',
};

const items = (count: number, formattedCount: string) => (count === 1 ? '1 item' : `${formattedCount} items`);

/** The scores of a report, on its own page and on Evaluate. */
export const scores = {
  title: 'Scores',
  caption: 'Scores of all items, with 95% intervals',
  agreement: 'Agreement with the baseline, not accuracy: the files have no labels.',
  metric: 'Metric',
  value: 'Value',
  interval: '95% interval',
  n: 'Items',
  baseline: 'Baseline',
  name: metricName,
  /** A score in its unit, usually percent. */
  formatScore: (metric: string, value: number) => (values[parts(metric)[0]] ?? format.percent)(value),
  range: (low: string, high: string) => `${low} to ${high}`,
  noInterval: (reason: NoIntervalReason | undefined) => (reason === undefined ? 'not determined' : noInterval[reason]),
  on: (metric: string, value: string, data: string, count: number) =>
    `${metric} ${value} on ${data}, ${items(count, format.whole(count))}`,
  incomplete: (notRun: string) => `Stopped: ${notRun === '1' ? '1 item' : `${notRun} items`} did not run.`,
  failed: (count: number, formattedCount: string) =>
    `${items(count, formattedCount)} could not be read or run; no score includes them.`,
  /** McNemar's test on the items that only one of two models gets right. */
  comparison: (onlyBaseline: string, onlyCandidate: string, p: string) =>
    `Items that only the baseline gets right: ${onlyBaseline}; only the model: ${onlyCandidate}. McNemar’s exact test: p = ${p}.`,
  classAverages:
    'Macro F1 is the mean F1 of all classes, including those that the model predicts although no item has them. Balanced accuracy is the mean recall of the classes that items have. A gate uses the first metric of this table, unless the gate file names another.',
  digest: 'Data SHA-256',
};
