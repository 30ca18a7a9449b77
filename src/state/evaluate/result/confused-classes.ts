import { computeConfusionMatrix } from '#metrics/confusion-matrix.ts';
import type { LabelledPrediction } from '#metrics/class-report.ts';
import type { ComparedItem } from '#evaluate/result/evaluation-result.ts';

/** Items of one class that were predicted as one class; `prediction` is `null` if nothing was predicted. */
export interface Confusion {
  readonly truth: string;
  readonly prediction: string | null;
  readonly items: readonly ComparedItem[];
}

export interface Confusions {
  /** Every class that occurs. */
  readonly classes: readonly string[];
  /** The number of these classes that the model predicts, but that no item has as its label. */
  readonly onlyPredicted: number;
  /** Cells of correct and wrong predictions, most items first. */
  readonly cells: readonly Confusion[];
}

/** Computes the confusion matrix as a list of its cells; `null` if results are not classes. */
export function countConfusions(items: readonly ComparedItem[]): Confusions | null {
  const predictedItems = items.flatMap((item) => {
    const outcome = 'error' in item.candidate ? null : item.candidate.outcome;
    return isPredictedClass(outcome) ? [{ item, outcome }] : [];
  });
  if (predictedItems.length === 0) return null;
  const { classes, cells } = computeConfusionMatrix(predictedItems.map(({ outcome }) => outcome));
  const labels = new Set(cells.map(({ truth }) => truth));
  return {
    classes,
    onlyPredicted: classes.length - labels.size,
    cells: cells.map(({ truth, prediction, items: indices }) => ({
      truth,
      prediction,
      items: indices.map((index) => predictedItems[index]!.item),
    })),
  };
}

function isPredictedClass(outcome: unknown): outcome is LabelledPrediction {
  const { truth, predictions } = (outcome ?? {}) as Partial<LabelledPrediction>;
  return typeof truth === 'string' && Array.isArray(predictions);
}
