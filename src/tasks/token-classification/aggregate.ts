import type { Aggregation, LabelledSpan } from './token-classification.ts';

/** A token with the probability of each label. */
export interface ScoredToken {
  readonly start: number;
  readonly end: number;
  /** The probability of each label, in the order of the model. */
  readonly probabilities: Readonly<Float32Array>;
  /** Whether it continues the word of the previous token. */
  readonly isContinuation: boolean;
}

/** The label of text without a class: `ignore_labels` of transformers' `TokenClassificationPipeline`. */
const outsideLabel = 'O';

/**
 * Aggregates tokens to labelled spans of the text, as `TokenClassificationPipeline.aggregate` of transformers. `none`
 * returns one span for each token. The others join neighbours of one class, where the prefix `B-` starts a new span.
 * `simple` keeps the labels of the tokens. `first`, `average` and `max` first give each word one label: that of its
 * first token, of its mean probabilities, or of its most confident token.
 */
export function aggregateTokens(
  tokens: readonly ScoredToken[],
  labels: readonly string[],
  aggregation: Aggregation,
): readonly LabelledSpan[] {
  const isByWord = aggregation !== 'none' && aggregation !== 'simple';
  const parts = isByWord
    ? groupWords(tokens).map((word) => labelWord(word, labels, aggregation))
    : tokens.map((token) => labelToken(token, labels));
  const spans = aggregation === 'none' ? parts : joinNeighbours(parts);
  return spans.filter(({ label }) => label !== outsideLabel);
}

/** Gives a token its most probable label. */
export function labelToken({ start, end, probabilities }: ScoredToken, labels: readonly string[]): LabelledSpan {
  const best = findMaxIndex(probabilities);
  return { label: labels[best]!, score: probabilities[best]!, start, end };
}

function groupWords(tokens: readonly ScoredToken[]): readonly ScoredToken[][] {
  const words: ScoredToken[][] = [];
  for (const token of tokens) {
    const word = token.isContinuation ? words.at(-1) : undefined;
    if (word) word.push(token);
    else words.push([token]);
  }
  return words;
}

function labelWord(
  word: readonly ScoredToken[],
  labels: readonly string[],
  aggregation: 'first' | 'average' | 'max',
): LabelledSpan {
  const probabilities = {
    first: () => word[0]!.probabilities,
    average: () => computeMeanProbabilities(word),
    max: () =>
      word.reduce((best, token) => (findMaxProbability(token) > findMaxProbability(best) ? token : best)).probabilities,
  }[aggregation]();
  return labelToken({ ...word[0]!, end: word.at(-1)!.end, probabilities }, labels);
}

const findMaxProbability = ({ probabilities }: ScoredToken) => probabilities[findMaxIndex(probabilities)]!;

function findMaxIndex(values: Readonly<Float32Array>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}

function computeMeanProbabilities(word: readonly ScoredToken[]): Float32Array {
  return word[0]!.probabilities.map(
    (_, label) => word.reduce((sum, { probabilities }) => sum + probabilities[label]!, 0) / word.length,
  );
}

function joinNeighbours(parts: readonly LabelledSpan[]): readonly LabelledSpan[] {
  const groups: LabelledSpan[][] = [];
  for (const part of parts) {
    const group = groups.at(-1);
    const { isBeginning, type } = readTag(part.label);
    if (group && !isBeginning && readTag(group.at(-1)!.label).type === type) group.push(part);
    else groups.push([part]);
  }
  return groups.map((group) => ({
    label: group[0]!.label.replace(/^[^-]*-/, ''),
    score: group.reduce((sum, { score }) => sum + score, 0) / group.length,
    start: group[0]!.start,
    end: group.at(-1)!.end,
  }));
}

/** Splits a label into its prefix and its class; a label without a prefix continues the previous span of its class. */
function readTag(label: string): { readonly isBeginning: boolean; readonly type: string } {
  return { isBeginning: label.startsWith('B-'), type: label.replace(/^[BI]-/, '') };
}
