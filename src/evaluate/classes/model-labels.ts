import type { ItemLabel } from '#core/task/evaluation.ts';
import type { ClassMatches } from './match-classes.ts';

/**
 * Replaces the classes in a label of the dataset by the model's labels. Boxes without a matching label are omitted.
 * @returns `null` if the class of the whole item matches no label of the model
 */
export function toModelLabels(label: ItemLabel, { matched }: Pick<ClassMatches, 'matched'>): ItemLabel | null {
  if (label.kind === 'class') {
    const name = matched.get(label.label);
    return name === undefined ? null : { kind: 'class', label: name };
  }
  if (label.kind !== 'boxes') return label;
  const boxes = label.boxes.flatMap((box) => {
    const name = matched.get(box.label);
    return name === undefined ? [] : [{ ...box, label: name }];
  });
  return { kind: 'boxes', boxes };
}
