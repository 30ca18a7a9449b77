import type { ItemLabel } from '#core/task/evaluation.ts';
import type { InputKind, LayoutId } from '../labelled-dataset.ts';
import { classFolders } from './class-folders.ts';
import { coco } from './coco.ts';
import type { Layout } from './layout.ts';
import { masks } from './masks.ts';
import { plainText } from './plain-text.ts';
import { table } from './table.ts';
import { taggedWords } from './tagged-words.ts';
import { transcripts } from './transcripts.ts';
import { unlabelledFolder } from './unlabelled.ts';
import { voc } from './voc.ts';
import { yolo } from './yolo.ts';

/** All layouts. If several fit a folder, the user chooses. */
export const layouts: Readonly<Record<LayoutId, Layout>> = {
  'class-folders': classFolders,
  table,
  coco,
  yolo,
  voc,
  masks,
  transcripts,
  'tagged-words': taggedWords,
  'plain-text': plainText,
  unlabelled: unlabelledFolder,
};

/**
 * Lists the layouts that support a kind of input.
 * @param labelKind the kind of label that the task needs; by default, any
 */
export function listLayouts(input: InputKind, labelKind?: ItemLabel['kind']): LayoutId[] {
  return (Object.keys(layouts) as LayoutId[]).filter((id) => {
    const { inputs, labels } = layouts[id];
    const hasLabels = labelKind === undefined || labels.length === 0 || labels.includes(labelKind);
    return hasLabels && (inputs?.includes(input) ?? true);
  });
}
