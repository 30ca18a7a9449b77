/**
 * How tokens are aggregated to entities: the `aggregation_strategy` of transformers. The default, the first, joins
 * neighbouring tokens without changing labels.
 */
export const aggregations = ['simple', 'first', 'average', 'max', 'none'] as const;
export type Aggregation = (typeof aggregations)[number];

/** A part of a text with a label. */
export interface LabelledSpan {
  readonly label: string;
  /** Probability from 0 to 1; for several tokens, their mean. */
  readonly score: number;
  /** In UTF-16 code units of the text. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A labelled part of a text, such as a named entity. */
export interface Entity extends LabelledSpan {
  readonly aggregation: Aggregation;
  /** The text from `start` to `end`. */
  readonly text: string;
}

/** The labelled parts of one text. */
export interface TokenClassification {
  readonly text: string;
  /** The entities of every aggregation in the order of the text, without those labelled `O`. */
  readonly entities: readonly Entity[];
  /** The most probable label of each token, including `O`. */
  readonly tokenLabels: readonly LabelledSpan[];
  /** The number of input tokens, including special tokens. */
  readonly tokens: number;
  /** Whether the text is longer than the model's maximum, so its end was not read. */
  readonly isTruncated: boolean;
}
