/**
 * How the labels of tokens become entities: the `aggregation_strategy` of transformers. The first is the default: it joins
 * neighbouring tokens and changes no label.
 */
export const aggregations = ['simple', 'first', 'average', 'max', 'none'] as const;
export type Aggregation = (typeof aggregations)[number];

/** A part of a text with a label. */
export interface LabelledSpan {
  readonly label: string;
  /** Probability, 0 to 1; of several tokens, the mean. */
  readonly score: number;
  /** In UTF-16 code units of the text. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A named entity, a part of speech or the like. */
export interface Entity extends LabelledSpan {
  readonly aggregation: Aggregation;
  /** The text from `start` to `end`. */
  readonly text: string;
}

/** The labelled parts of one text. */
export interface TokenClassification {
  readonly text: string;
  /** Those of every aggregation, in the order of the text, without parts outside all classes (`O`). */
  readonly entities: readonly Entity[];
  /** The best label of each token of the text, `O` included. */
  readonly tokenLabels: readonly LabelledSpan[];
  /** Tokens that the model read, special ones included. */
  readonly tokens: number;
  /** Whether the text is longer than the model's maximum, so its end was not read. */
  readonly isTruncated: boolean;
}
