/** A rectangle in pixels of the image; `x`, `y` is its top left corner. */
export interface LabelledBox {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether the box is a crowd of objects, as in COCO. Detections in it are neither correct nor false. */
  readonly isCrowd?: boolean;
  /**
   * Whether the object may be missed, like those marked as difficult in Pascal VOC. Its detections are neither correct
   * nor false.
   */
  readonly isIgnored?: boolean;
  /** Area of the object in square pixels, as in COCO; the area of the box if absent. */
  readonly area?: number;
}

/** The label of an item in a dataset, as plain JSON. */
export type ItemLabel =
  | { readonly kind: 'class'; readonly label: string }
  | { readonly kind: 'boxes'; readonly boxes: readonly LabelledBox[] }
  /** `path` names an image of the same dataset whose pixels are class ids or palette colours. */
  | { readonly kind: 'mask'; readonly path: string }
  /** A transcript, the text in an image, or an expected answer. */
  | { readonly kind: 'text'; readonly text: string }
  /** The similarity of this item to another text, e.g. 0 to 5 in STS-B. */
  | { readonly kind: 'pair'; readonly text: string; readonly similarity: number }
  /** The words of a text and the tag of each, such as `B-PER`, `I-PER` and `O`. */
  | { readonly kind: 'tags'; readonly words: readonly string[]; readonly tags: readonly string[] };

/** The class of every pixel, row-major; `labels[id]` is the name of a class. */
export interface MaskGroundTruth {
  readonly kind: 'mask';
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
  readonly labels: readonly string[];
}

/** The raw outputs of a baseline model, dense and row-major. */
export interface OutputsTruth {
  readonly kind: 'outputs';
  readonly outputs: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: Float32Array;
  }[];
}

/** The correct result of an item, or the prediction of a baseline. */
export type GroundTruth = Exclude<ItemLabel, { kind: 'mask' }> | MaskGroundTruth | OutputsTruth | TokensTruth;

/** The text itself: a language model predicts each token from the preceding ones. */
export interface TokensTruth {
  readonly kind: 'tokens';
  readonly tokens: readonly number[];
}

/** A score of a whole dataset, computed from the outcomes of its items. */
export interface Metric<Outcome> {
  /** The id of the metric, such as `top-1`, `ap50-95` or `miou`. */
  readonly id: string;
  /** Whether a smaller value is better, as for error rates. */
  readonly isError?: boolean;
  /** @returns `null` if the outcomes do not define the metric, e.g. without labelled items */
  compute(outcomes: readonly Outcome[]): number | null;
  /** Whether the item counts, if the score is a fraction of items. Used for exact tests of proportions. */
  isCorrect?(outcome: Outcome): boolean;
  /** Whether the metric measures agreement with a model, so that this model itself scores 1. */
  readonly isAgreement?: boolean;
  /** Whether two models have the same result for an item; absent if outcomes do not determine it. */
  isSame?(a: Outcome, b: Outcome): boolean;
  /**
   * Creates a function that quickly computes the scores of many resamples of the outcomes. Its argument is the number of times
   * that each outcome occurs in a resample.
   */
  createResampler?(outcomes: readonly Outcome[]): (counts: Readonly<Uint32Array>) => number | null;
}

/** A metric's value on a dataset. */
export interface Score {
  readonly metric: string;
  readonly value: number;
  /** Number of items. */
  readonly n: number;
  /** Two-sided 95% interval: Wilson's of a fraction of items, otherwise by bootstrap over items. */
  readonly interval: readonly [low: number, high: number] | null;
  /** The reason why `interval` is `null`. */
  readonly noInterval?: NoIntervalReason;
}

/** The reason why a bootstrap interval cannot be computed. */
export type NoIntervalReason =
  | 'too-few-items'
  /** All resamples have the same value, e.g. without a single error, although other items could vary. */
  | 'no-variation'
  /** The metric is not defined on some resamples. */
  | 'undefined-resamples';

/** Scores the results of a task against the labels of a dataset: `src/tasks/<id>/evaluation.ts`. Pure. */
export interface TaskEvaluation<Result, Outcome> {
  /** The required label type; `null` if only another model can be the reference. */
  readonly label: ItemLabel['kind'] | null;
  /**
   * Converts the prediction of a baseline to ground truth, to score agreement on a dataset without labels. Absent if
   * the items themselves are the ground truth, such as texts whose tokens are predicted.
   */
  toGroundTruth?(result: Result): GroundTruth;
  /**
   * Reduces a result to the data that the metrics need: small plain JSON, because all outcomes of a dataset are in memory.
   */
  toOutcome(result: Result, truth: GroundTruth): Outcome;
  /** Adds the comparison with the baseline's outcome of the same item to an outcome. */
  compare?(outcome: Outcome, baseline: Outcome): Outcome;
  /** The first metric is the task's main score. */
  readonly metrics: readonly Metric<Outcome>[];
  /** Creates further metrics that depend on the model, such as one per output. */
  createMetrics?(outcomes: readonly Outcome[]): readonly Metric<Outcome>[];
}
