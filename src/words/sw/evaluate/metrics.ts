import type { NoIntervalReason } from '#core/task/evaluation.ts';
import type { Text } from '../../language.ts';
import { format } from '../format.ts';

/** Names of scores, by metric; one without a name is shown by its id. */
const names: Readonly<Record<string, string>> = {
  'top-1': 'Usahihi wa top-1',
  'top-5': 'Usahihi wa top-5',
  'macro-f1': 'Macro F1',
  'balanced-accuracy': 'Usahihi uliosawazishwa',
  'calibration-error': 'Kosa la kalibresheni linalotarajiwa (ECE)',
  'ap50-95': 'AP 50–95 (COCO)',
  ap50: 'AP50',
  ap75: 'AP75',
  'ap-small': 'AP, vitu vidogo',
  'ap-medium': 'AP, vitu vya wastani',
  'ap-large': 'AP, vitu vikubwa',
  ar100: 'Wastani wa recall (vitu 100 vilivyotambuliwa)',
  miou: 'Wastani wa IoU',
  'mean-dice': 'Wastani wa Dice',
  'pixel-accuracy': 'Usahihi wa pikseli',
  wer: 'Kiwango cha makosa ya maneno (WER)',
  cer: 'Kiwango cha makosa ya herufi (CER)',
  'exact-match': 'Ulinganifu kamili',
  'token-f1': 'F1 ya tokeni',
  'contains-answer': 'Lina jibu',
  'entity-f1': 'F1 ya majina',
  'entity-precision': 'Usahihi wa majina (precision)',
  'entity-recall': 'Ukamilifu wa majina (recall)',
  'word-accuracy': 'Usahihi wa maneno',
  spearman: 'Uhusiano wa Spearman',
  pearson: 'Uhusiano wa Pearson',
  perplexity: 'Perplexity',
  'next-token-agreement': 'Ulinganifu wa tokeni inayofuata',
  cosine: 'Ufanano wa kosini',
  sqnr: 'SQNR',
  'kl-divergence': 'Mwachano wa KL',
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
  return output === '' ? name : `${name}, ${output}`;
}

const noInterval: Readonly<Record<NoIntervalReason, string>> = {
  'too-few-items': 'vipengee ni vichache mno',
  'no-variation': 'vipengee havitofautiani',
  'undefined-resamples': 'haibainiki kwenye baadhi ya sampuli zilizorudiwa',
};

const items = (count: number, shown: string) => (count === 1 ? 'kipengee 1' : `vipengee ${shown}`);

/** The scores of a report, on its own page and on Evaluate. */
export const scores: Text['report']['scores'] = {
  title: 'Alama',
  caption: 'Alama za vipengee vyote, pamoja na wigo wa 95%',
  agreement: 'Ulinganifu na modeli ya msingi, si usahihi: faili hazina lebo.',
  metric: 'Kipimo',
  value: 'Thamani',
  interval: 'Wigo wa 95%',
  n: 'Vipengee',
  baseline: 'Modeli ya msingi',
  name: metricName,
  formatScore: (metric, value) => (values[parts(metric)[0]] ?? format.percent)(value),
  range: (low, high) => `${low} hadi ${high}`,
  noInterval: (reason) => (reason === undefined ? 'haukubainishwa' : noInterval[reason]),
  on: (metric, value, data, count) => `${metric} ${value} kwa ${data}, ${items(count, format.whole(count))}`,
  incomplete: (notRun) =>
    `Ilisimamishwa: ${notRun === '1' ? 'kipengee 1 hakikuendeshwa' : `vipengee ${notRun} havikuendeshwa`}.`,
  failed: (count, shown) =>
    count === 1
      ? 'Kipengee 1 hakikusomeka au hakikuendeshwa; hakimo kwenye alama yoyote.'
      : `Vipengee ${shown} havikusomeka au havikuendeshwa; havimo kwenye alama yoyote.`,
  comparison: (onlyBaseline, onlyCandidate, p) =>
    `Vipengee ambavyo modeli ya msingi pekee inapatia: ${onlyBaseline}; modeli hii pekee: ${onlyCandidate}. Jaribio kamili la McNemar: p = ${p}.`,
  classAverages:
    'Macro F1 ni wastani wa F1 wa madarasa yote, pamoja na yale ambayo modeli inayatabiri ingawa hakuna kipengee chenye madarasa hayo. Usahihi uliosawazishwa ni wastani wa recall wa madarasa ambayo vipengee vinayo. Kigezo hutumia kipimo cha kwanza cha jedwali hili, isipokuwa faili ya vigezo itaje kingine.',
  digest: 'SHA-256 ya data',
};
