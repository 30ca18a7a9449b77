import type { scores as en } from '../../en/evaluate/metrics.ts';
import { count as countOf, format } from '../format.ts';

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
  'ap-small': 'AP, maliliit na bagay',
  'ap-medium': 'AP, katamtamang bagay',
  'ap-large': 'AP, malalaking bagay',
  ar100: 'Average recall (100 natukoy)',
  miou: 'Mean IoU',
  'mean-dice': 'Mean Dice',
  'pixel-accuracy': 'Pixel accuracy',
  wer: 'Word error rate',
  cer: 'Character error rate',
  'exact-match': 'Eksaktong tugma',
  'token-f1': 'Token F1',
  'contains-answer': 'Laman ang sagot',
  'entity-f1': 'F1 ng entity',
  'entity-precision': 'Precision ng entity',
  'entity-recall': 'Recall ng entity',
  'word-accuracy': 'Accuracy ng salita',
  spearman: 'Spearman correlation',
  pearson: 'Pearson correlation',
  perplexity: 'Perplexity',
  'next-token-agreement': 'Pagtutugma ng susunod na token',
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
  return output === '' ? name : `${name} ng ${output}`;
}

const noInterval = {
  'too-few-items': 'kulang ang mga item',
  'no-variation': 'hindi nag-iiba-iba ang mga item',
  'undefined-resamples': 'hindi matukoy sa ilang resample',
};

const countItems = (shown: string) => countOf(shown, 'item');

/** The scores of a report, on its own page and on Evaluate. */
export const scores: typeof en = {
  title: 'Mga score',
  caption: 'Mga score ng lahat ng item, na may mga 95% interval',
  agreement: 'Pagtutugma sa baseline, hindi accuracy: walang label ang mga file.',
  metric: 'Metric',
  value: 'Value',
  interval: '95% interval',
  n: 'Mga item',
  baseline: 'Baseline',
  name: metricName,
  formatScore: (metric, value) => (values[parts(metric)[0]] ?? format.percent)(value),
  range: (low, high) => `${low} hanggang ${high}`,
  noInterval: (reason) => (reason === undefined ? 'hindi natukoy' : noInterval[reason]),
  on: (metric, value, data, count) => `${metric} ${value} sa ${data}, ${countItems(format.whole(count))}`,
  incomplete: (notRun) => `Inihinto: ${countItems(notRun)} ang hindi napatakbo.`,
  failed: (count, shown) =>
    `${countItems(shown)} ang hindi nabasa o napatakbo; walang score na kasama ${count === 1 ? 'ito' : 'ang mga ito'}.`,
  comparison: (onlyBaseline, onlyCandidate, p) =>
    `Mga item na baseline lang ang tama: ${onlyBaseline}; model lang: ${onlyCandidate}. Exact test ni McNemar: p = ${p}.`,
  classAverages:
    'Ang macro F1 ay ang mean F1 ng lahat ng class, kasama ang mga hinuhulaan ng model kahit walang item na may ganito. Ang balanced accuracy ay ang mean recall ng mga class na mayroon ang mga item. Ginagamit ng gate ang unang metric sa table na ito, maliban kung may ibang pinangalanan ang gate file.',
  digest: 'SHA-256 ng data',
};
