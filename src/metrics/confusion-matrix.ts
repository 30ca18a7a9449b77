import type { LabelledPrediction } from './class-report.ts';

/** The items of one class that were predicted as one class; `prediction` is `null` if nothing was predicted. */
interface ConfusionCell {
  readonly truth: string;
  readonly prediction: string | null;
  /** Positions in the list of outcomes; their number is the count of the cell. */
  readonly items: readonly number[];
}

interface ConfusionMatrix {
  /** Every class that occurs, in alphabetical order of code points. */
  readonly classes: readonly string[];
  /** The cells that are not empty, most items first: with 1,000 classes nearly all of a million are. */
  readonly cells: readonly ConfusionCell[];
}

/** Which class was predicted as which, by the first prediction. */
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
