import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { createEntityOutcome, entityMetrics, type EntityOutcome } from '#metrics/entities.ts';
import { checkFinite } from '../check-finite.ts';
import type { LabelledSpan, TokenClassification } from './token-classification.ts';

/** Scores the tags of words. The tag of a word is the label of its first token, as is usual for these models. */
export const evaluation: TaskEvaluation<readonly TokenClassification[], EntityOutcome> = {
  label: 'tags',
  toGroundTruth(results) {
    const words = results[0]?.text.split(/\s+/).filter((word) => word !== '') ?? [];
    return { kind: 'tags', words, tags: readTags(results, words) };
  },
  toOutcome(results, truth) {
    const { words, tags } = truth.kind === 'tags' ? truth : noTags;
    return createEntityOutcome(readTags(results, words), tags);
  },
  metrics: entityMetrics,
};

const noTags = { words: [], tags: [] };

/** Reads the tag of each word of an item's only text; `O` for a word that the model did not read. */
function readTags([result]: readonly TokenClassification[], words: readonly string[]): readonly string[] {
  const labels: readonly LabelledSpan[] = result?.tokenLabels ?? [];
  checkFinite(labels.map(({ score }) => score));
  let from = 0;
  let token = 0;
  return words.map((word) => {
    const start = result?.text.indexOf(word, from) ?? -1;
    if (start === -1) return 'O';
    from = start + word.length;
    while (token < labels.length && labels[token]!.end <= start) token++;
    const first = labels[token];
    return first && first.start < from ? first.label : 'O';
  });
}
