import type { EvaluationItem, ItemFile } from './evaluation-item.ts';
import type { LabelledItem, LabelledDataset } from '../dataset/labelled-dataset.ts';
import type { ClassMatches } from '../classes/match-classes.ts';
import { toModelLabels } from '../classes/model-labels.ts';
import { sampleItems } from './sample-items.ts';

/**
 * Maximum number of items used for calibration. Each item runs the model once or twice. Heuristic, not measured.
 */
export const maxCalibrationItems = 64;

/** A file of the folder of a dataset. */
export interface DataFile {
  /** Relative to the folder, with `/` between segments. */
  readonly path: string;
  readonly file: ItemFile;
}

/** Returns the items without a class, or with a class that the model has. */
export function selectUsableItems(
  { items }: Pick<LabelledDataset, 'items'>,
  { matched }: Pick<ClassMatches, 'matched'>,
): readonly LabelledItem[] {
  return items.filter(({ label }) => label?.kind !== 'class' || matched.has(label.label));
}

/** Selects the items to run: all usable ones, or a sample of `n`, converted by {@link toEvaluationItems}. */
export function selectItems(
  dataset: LabelledDataset,
  folder: readonly DataFile[],
  matches: ClassMatches,
  labels: readonly string[] | undefined,
  { n, seed }: { readonly n: number | null; readonly seed: number },
): EvaluationItem[] {
  const usable = selectUsableItems(dataset, matches);
  const selected = n === null ? usable : sampleItems(usable, n, seed);
  const files = new Map(folder.map((file) => [file.path.normalize('NFC'), file]));
  return toEvaluationItems(dataset, selected, files, matches, labels);
}

/**
 * Converts items of a dataset for a session, with the model's labels. Items of classes that the model lacks are
 * omitted.
 * @param labels the model's labels; `undefined` if its classes have no names
 */
export function toEvaluationItems(
  { classes }: Pick<LabelledDataset, 'classes'>,
  items: readonly LabelledItem[],
  files: ReadonlyMap<string, DataFile>,
  { matched }: Pick<ClassMatches, 'matched'>,
  labels: readonly string[] | undefined,
): EvaluationItem[] {
  const maskLabels = listMaskLabels(classes, matched, labels);
  return items.flatMap(({ path, label, text }): EvaluationItem[] => {
    const modelLabel = label && toModelLabels(label, { matched });
    if (label && !modelLabel) return [];
    if (text !== undefined && modelLabel?.kind !== 'mask') return [{ path, file: null, text, truth: modelLabel }];
    const file = files.get(path)?.file;
    if (!file) return [];
    if (modelLabel?.kind !== 'mask') return [{ path, file, truth: modelLabel }];
    const mask = files.get(modelLabel.path)?.file;
    return mask ? [{ path, file, truth: null, mask: { path: modelLabel.path, file: mask, labels: maskLabels } }] : [];
  });
}

/** Returns the model's label of each class id of a mask, matched by name if both have names, otherwise by id. */
function listMaskLabels(
  classes: readonly string[],
  matched: ReadonlyMap<string, string>,
  labels: readonly string[] | undefined,
): readonly string[] {
  const ids = Array.from({ length: 255 }, (_, id) => String(id)); // 255 is void
  if (classes.length === 0) return labels ?? ids;
  return labels ? classes.map((name) => matched.get(name) ?? name) : ids.slice(0, classes.length);
}
