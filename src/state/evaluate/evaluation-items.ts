import type { EvaluationItem } from '#bridge/contract.ts';
import type { LabelledItem, LabelledSet } from '#evaluate/labelled-set.ts';
import type { ClassMatches } from '#evaluate/match-classes.ts';
import { inModelLabels } from '#evaluate/model-labels.ts';
import type { DataFile } from '#records/data-folder.ts';

/**
 * The items of a set for the worker, with the model's own labels. Items of classes that the model does not have are left
 * out.
 * @param labels of the model; `undefined` if its classes have no names
 */
export function evaluationItems(
  { classes }: Pick<LabelledSet, 'classes'>,
  items: readonly LabelledItem[],
  files: ReadonlyMap<string, DataFile>,
  { matched }: Pick<ClassMatches, 'matched'>,
  labels: readonly string[] | undefined,
): EvaluationItem[] {
  const labelsOfMasks = maskLabels(classes, matched, labels);
  return items.flatMap(({ path, label, text }): EvaluationItem[] => {
    if (text !== undefined && label?.kind !== 'mask') return [{ path, file: null, text, truth: label }];
    const file = files.get(path)?.file;
    if (!file) return [];
    if (label === null) return [{ path, file, truth: null }];
    const own = inModelLabels(label, { matched });
    if (own?.kind !== 'mask') return own ? [{ path, file, truth: own }] : [];
    const mask = files.get(own.path)?.file;
    return mask ? [{ path, file, truth: null, mask: { path: own.path, file: mask, labels: labelsOfMasks } }] : [];
  });
}

/** The model's label of each class id of a mask: by name if both have names, otherwise the ids are the same. */
function maskLabels(
  classes: readonly string[],
  matched: ReadonlyMap<string, string>,
  labels: readonly string[] | undefined,
): readonly string[] {
  const ids = Array.from({ length: 255 }, (_, id) => String(id)); // 255 is void
  if (classes.length === 0) return labels ?? ids;
  return labels ? classes.map((name) => matched.get(name) ?? name) : ids.slice(0, classes.length);
}
