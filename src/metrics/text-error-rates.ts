import type { Metric } from '#core/task/evaluation.ts';
import { countEdits, type Edits } from './edit-distance.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** Normalisation before comparison. Outer and repeated spaces are always ignored, as in jiwer. */
export type TextNormalisation = 'as-written' | 'lower-case-no-punctuation';

/** The edits of one transcript or recognised text. */
export interface TextOutcome {
  readonly words: Edits;
  readonly characters: Edits;
}

/** Compares a text with the ground truth, like jiwer 4. Characters are code points. */
export function createTextOutcome(
  hypothesis: string,
  truth: string,
  normalisation: TextNormalisation = 'as-written',
): TextOutcome {
  const [from, to] = [truth, hypothesis].map((text) => normalise(text, normalisation)) as [string, string];
  const splitWords = (text: string) => text.split(' ').filter((word) => word !== '');
  return { words: countEdits(splitWords(from), splitWords(to)), characters: countEdits([...from], [...to]) };
}

function normalise(text: string, normalisation: TextNormalisation): string {
  // jiwer's ToLowerCase and RemovePunctuation, which removes the Unicode category P.
  const normalisedText = normalisation === 'as-written' ? text : text.toLowerCase().replaceAll(/\p{P}/gu, '');
  return normalisedText.replaceAll(/\s+/gu, ' ').trim();
}

/** Total errors divided by the total words or characters of all references, so long texts weigh more. */
export const errorRateMetrics: readonly Metric<TextOutcome>[] = [
  defineRatioMetric('wer', {
    isError: true,
    numerator: ({ words }) => words.edits,
    denominator: ({ words }) => words.length,
  }),
  defineRatioMetric('cer', {
    isError: true,
    numerator: ({ characters }) => characters.edits,
    denominator: ({ characters }) => characters.length,
  }),
];
