import type { Aggregation, LabelledSpan } from './token-classification.ts';

/** A token with the probability of each label. */
export interface ScoredToken {
  readonly start: number;
  readonly end: number;
  /** By label, in the order of the model. */
  readonly probabilities: Readonly<Float32Array>;
  /** Whether it continues the word of the token before. */
  readonly isContinuation: boolean;
}

/** The label of text outside all classes. Source: `ignore_labels` of transformers' `TokenClassificationPipeline`. */
const outside = 'O';

/**
 * The labelled parts of a text, as `TokenClassificationPipeline.aggregate` of transformers computes them: `none` has one per
 * token; the others join neighbours of one class, in which a label with the prefix `B-` begins a new part. `simple` takes the
 * labels of tokens as they are; `first`, `average` and `max` first give each word one label: that of its first token, of the
 * mean of its tokens' probabilities, or of its most confident token.
 */
export function aggregate(
  tokens: readonly ScoredToken[],
  labels: readonly string[],
  aggregation: Aggregation,
): readonly LabelledSpan[] {
  const isByWord = aggregation !== 'none' && aggregation !== 'simple';
  const parts = isByWord
    ? groupWords(tokens).map((word) => labelWord(word, labels, aggregation))
    : tokens.map((token) => labelToken(token, labels));
  const spans = aggregation === 'none' ? parts : joinNeighbours(parts);
  return spans.filter(({ label }) => label !== outside);
}

/** The most probable label of a token. */
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
    max: () => word.reduce((best, token) => (findMax(token) > findMax(best) ? token : best)).probabilities,
  }[aggregation]();
  return labelToken({ ...word[0]!, end: word.at(-1)!.end, probabilities }, labels);
}

const findMax = ({ probabilities }: ScoredToken) => probabilities[findMaxIndex(probabilities)]!;

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

/** The class in a label with a prefix; a label without one is a class that goes on from the part before. */
function readTag(label: string): { readonly isBeginning: boolean; readonly type: string } {
  return { isBeginning: label.startsWith('B-'), type: label.replace(/^[BI]-/, '') };
}
