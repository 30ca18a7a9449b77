import type { ClassProbability } from '#core/task/observation.ts';

/** A label of a text with its score. */
export interface LabelScore {
  readonly label: string;
  /**
   * A probability. The probabilities of mutually exclusive labels sum to 1, and those of a multi-label model are
   * independent. The score of a regression model is its predicted value.
   */
  readonly score: number;
}

/** The labels of one text. */
export interface TextClassification {
  readonly text: string;
  /** At most ten labels, in descending order of score. */
  readonly labels: readonly LabelScore[];
  /** The number of input tokens, including special tokens. */
  readonly tokens: number;
  /** Whether the text is longer than the model's maximum, so its end was not read. */
  readonly isTruncated: boolean;
}

/** Converts labels to classes whose probabilities are the scores. */
export function toClasses({ labels }: TextClassification): readonly ClassProbability[] {
  return labels.map(({ label, score }) => ({ label, probability: score }));
}
