/** A rectangle in pixels of the image; `x`, `y` is its top left corner. */
export interface LabelledBox {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** A box around several objects, as in COCO: detections inside it are neither right nor wrong. */
  readonly isCrowd?: boolean;
  /** An object that need not be found, as Pascal VOC's difficult ones: detections of it are neither right nor wrong. */
  readonly isIgnored?: boolean;
  /** Area of the object in square pixels if the dataset specifies one, as COCO does; otherwise the area of the box is used. */
  readonly area?: number;
}

/** What a labelled dataset says about one item. Plain JSON, so a digest identifies it. */
export type ItemLabel =
  | { readonly kind: 'class'; readonly label: string }
  | { readonly kind: 'boxes'; readonly boxes: readonly LabelledBox[] }
  /** `path` names an image of the same dataset whose pixels are class ids or palette colours. */
  | { readonly kind: 'mask'; readonly path: string }
  /** A transcript, the text in an image, or an expected answer. */
  | { readonly kind: 'text'; readonly text: string }
  /** The similarity of this item and another text, e.g. 0 to 5 in STS-B. */
  | { readonly kind: 'pair'; readonly text: string; readonly similarity: number };

/** The class of every pixel, row-major; `labels[id]` is the name of a class. */
export interface MaskGroundTruth {
  readonly kind: 'mask';
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
  readonly labels: readonly string[];
}

/** The raw outputs of a baseline model, without interpretation: dense, row-major. */
export interface OutputsTruth {
  readonly kind: 'outputs';
  readonly outputs: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: Float32Array;
  }[];
}

/** The correct result of one item ("ground truth"), or the prediction of a baseline. */
export type GroundTruth = Exclude<ItemLabel, { kind: 'mask' }> | MaskGroundTruth | OutputsTruth | TokensTruth;

/** The tokens of a text; a model predicts each from the ones before it. */
export interface TokensTruth {
  readonly kind: 'tokens';
  readonly tokens: readonly number[];
}

/** A score of a whole dataset, computed from the outcomes of its items. */
export interface Metric<Outcome> {
  /** E.g. `top-1`, `ap50-95`, `miou`. Also the id of its texts. */
  readonly id: string;
  /** Whether a smaller value is better, as for error rates. */
  readonly isError?: boolean;
  /** @returns null if these outcomes do not define it, e.g. without a single labelled item */
  compute(outcomes: readonly Outcome[]): number | null;
  /** If the score is a fraction of items: whether this item counts, for exact tests of proportions. */
  isCorrect?(outcome: Outcome): boolean;
  /** Whether it states how far a model agrees with its ground truth, which agrees with itself: 1. */
  readonly isAgreement?: boolean;
  /** Whether two models give the same result for an item, right or wrong; absent if outcomes do not determine it. */
  isSame?(a: Outcome, b: Outcome): boolean;
  /**
   * A faster way to compute the score of many resamples of the same outcomes: the function that it returns takes how often
   * each outcome occurs in the resample.
   */
  resampler?(outcomes: readonly Outcome[]): (counts: Readonly<Uint32Array>) => number | null;
}

/** A metric's value on a dataset. */
export interface Score {
  readonly metric: string;
  readonly value: number;
  /** The number of items that it was computed from. */
  readonly n: number;
  /** Two-sided 95% interval: Wilson's of a fraction of items, otherwise by bootstrap over items. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Why `interval` is `null`. */
  readonly noInterval?: NoInterval;
}

/** Why a bootstrap interval cannot be computed. */
export type NoInterval =
  | 'too-few-items'
  /** Every resample has the same value, e.g. without a single error, which does not mean that other items would not vary. */
  | 'no-variation'
  /** The metric is not defined on some resamples. */
  | 'undefined-resamples';

/** How the results of a task are scored against the labels of a dataset: `src/tasks/<id>/evaluation.ts`. Pure. */
export interface TaskEvaluation<Result, Outcome> {
  /** The kind of label that it needs; `null` if no label states its results, so only another model is a reference. */
  readonly label: ItemLabel['kind'] | null;
  /**
   * The prediction of a baseline as ground truth, to score agreement on a dataset without labels. Absent if the items
   * are their own truth, such as texts whose next tokens are predicted.
   */
  toGroundTruth?(result: Result): GroundTruth;
  /**
   * What the metrics need from one item: small plain JSON, because the outcomes of a whole dataset are held in memory.
   */
  toOutcome(result: Result, truth: GroundTruth): Outcome;
  /** An outcome, with what it shares with the baseline's outcome on the same item. */
  compare?(outcome: Outcome, baseline: Outcome): Outcome;
  /** The first one is the task's main score. */
  readonly metrics: readonly Metric<Outcome>[];
  /** Further metrics that depend on the model, such as one per output. */
  metricsFor?(outcomes: readonly Outcome[]): readonly Metric<Outcome>[];
}
