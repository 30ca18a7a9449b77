import type { LabelledPrediction } from './class-report.ts';

/** The items with one pair of true and predicted class; `prediction` is `null` if nothing was predicted. */
interface ConfusionCell {
  readonly truth: string;
  readonly prediction: string | null;
  /** Indices of the outcomes. Their number is the count of the cell. */
  readonly items: readonly number[];
}

interface ConfusionMatrix {
  /** All classes that occur, sorted by code unit. */
  readonly classes: readonly string[];
  /** The non-empty cells, most items first. With 1,000 classes, nearly all of a million cells are empty. */
  readonly cells: readonly ConfusionCell[];
}

/** Computes the confusion matrix of the top predictions. */
export function computeConfusionMatrix(outcomes: readonly LabelledPrediction[]): ConfusionMatrix {
  const rows = new Map<string, Map<string | null, number[]>>();
  const classes = new Set<string>();
  for (const [item, { truth, predictions }] of outcomes.entries()) {
    const prediction = predictions[0] ?? null;
    classes.add(truth);
    if (prediction !== null) classes.add(prediction);
    const row = rows.get(truth) ?? new Map<string | null, number[]>();
    rows.set(truth, row);
    const items = row.get(prediction) ?? [];
    row.set(prediction, items);
    items.push(item);
  }
  const cells = [...rows].flatMap(([truth, row]) =>
    Array.from(row, ([prediction, items]) => ({ truth, prediction, items })),
  );
  return { classes: [...classes].sort(), cells: cells.sort((a, b) => b.items.length - a.items.length) };
}
