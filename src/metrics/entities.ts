import type { Metric } from '#core/task/evaluation.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** The tags of one text, compared with its ground truth. */
export interface EntityOutcome {
  /** Entities with the right class, beginning and end. */
  readonly correct: number;
  readonly predicted: number;
  readonly expected: number;
  /** Words with the right tag. */
  readonly correctWords: number;
  readonly words: number;
}

/**
 * Compares the tags of the words of a text, in any of the schemes IOB1, IOB2 and IOBES, as seqeval does without `mode`,
 * which takes its rules from `conlleval` of CoNLL-2000.
 */
export function createEntityOutcome(actual: readonly string[], expected: readonly string[]): EntityOutcome {
  const [predicted, truth] = [listEntities(actual), listEntities(expected)];
  return {
    correct: predicted.filter((entity) => truth.includes(entity)).length,
    predicted: predicted.length,
    expected: truth.length,
    correctWords: expected.filter((tag, index) => tag === actual[index]).length,
    words: expected.length,
  };
}

/** Lists the entities of tags, each as text: its class, and the indices of its first and last word. */
function listEntities(tags: readonly string[]): readonly string[] {
  const entities: string[] = [];
  let start = 0;
  let previous = readTag('O');
  for (const [index, text] of [...tags, 'O'].entries()) {
    const tag = readTag(text);
    if (endsBetween(previous, tag)) entities.push(`${previous.type} ${start} ${index - 1}`);
    if (beginsBetween(previous, tag)) start = index;
    previous = tag;
  }
  return entities;
}

interface Tag {
  readonly prefix: string;
  readonly type: string;
}

/**
 * As in seqeval, the first letter is the prefix, and the class is what follows the first hyphen after it, if there is
 * one.
 */
function readTag(tag: string): Tag {
  const suffix = tag.slice(1);
  return { prefix: tag.slice(0, 1), type: suffix.slice(suffix.indexOf('-') + 1) || '_' };
}

const isOutside = ({ prefix }: Tag) => prefix === 'O' || prefix === '.';

/** Whether an entity ends at the first of two neighbouring tags. */
function endsBetween(previous: Tag, tag: Tag): boolean {
  if (previous.prefix === 'E' || previous.prefix === 'S') return true;
  if ((previous.prefix === 'B' || previous.prefix === 'I') && 'BSO'.includes(tag.prefix)) return true;
  return !isOutside(previous) && previous.type !== tag.type;
}

/** Whether an entity begins at the second of two neighbouring tags. */
function beginsBetween(previous: Tag, tag: Tag): boolean {
  if (tag.prefix === 'B' || tag.prefix === 'S') return true;
  if ('ESO'.includes(previous.prefix) && (tag.prefix === 'E' || tag.prefix === 'I')) return true;
  return !isOutside(tag) && previous.type !== tag.type;
}

export const entityMetrics: readonly Metric<EntityOutcome>[] = [
  defineRatioMetric('entity-f1', {
    numerator: ({ correct }) => 2 * correct,
    denominator: ({ predicted, expected }) => predicted + expected,
  }),
  defineRatioMetric('entity-precision', {
    numerator: ({ correct }) => correct,
    denominator: ({ predicted }) => predicted,
  }),
  defineRatioMetric('entity-recall', {
    numerator: ({ correct }) => correct,
    denominator: ({ expected }) => expected,
  }),
  defineRatioMetric('word-accuracy', {
    numerator: ({ correctWords }) => correctWords,
    denominator: ({ words }) => words,
  }),
];
