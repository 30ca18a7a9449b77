import type { ClassProbability } from '#core/task/observation.ts';

export interface LabelScore {
  readonly label: string;
  /**
   * 0 to 1, and 1 in sum over all labels; of a model whose labels do not exclude each other, each by itself; of a
   * regression, its value.
   */
  readonly score: number;
}

/** The labels of one text. */
export interface TextClassification {
  readonly text: string;
  /** The highest score first, at most ten. */
  readonly labels: readonly LabelScore[];
  /** Tokens that the model read, special ones included. */
  readonly tokens: number;
  /** Whether the text is longer than the model's maximum, so its end was not read. */
  readonly isTruncated: boolean;
}

/** The labels with their scores as probabilities, which they are unless the labels do not exclude each other. */
export function toClasses({ labels }: TextClassification): readonly ClassProbability[] {
  return labels.map(({ label, score }) => ({ label, probability: score }));
}
