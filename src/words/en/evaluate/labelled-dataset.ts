import type { ItemLabel } from '#core/task/evaluation.ts';
import type { ColumnRole, LayoutId, DatasetProblemCode } from '#evaluate/dataset/labelled-dataset.ts';
import { format } from '../format.ts';

/** What was found, and what to do about it. */
interface Words {
  readonly what: string;
  readonly fix: string;
}

const count = (n: number, singular: string, plural: string) => `${format.whole(n)} ${n === 1 ? singular : plural}`;

/** Texts about the user's own labelled data. */
export const labelledDataset = {
  layouts: {
    'class-folders': 'a folder for each class',
    table: 'a table (CSV, TSV or JSONL)',
    coco: 'COCO JSON',
    yolo: 'YOLO text files',
    voc: 'Pascal VOC XML',
    masks: 'a mask for each image',
    transcripts: 'transcripts of audio files',
    'tagged-words': 'tagged words (CoNLL)',
    'plain-text': 'plain text',
    unlabelled: 'no labels',
  } satisfies Record<LayoutId, string>,

  labelKinds: {
    class: 'classes',
    boxes: 'boxes',
    mask: 'masks',
    text: 'texts',
    pair: 'pairs of sentences',
    tags: 'tags of words',
  } satisfies Record<ItemLabel['kind'], string>,

  roles: {
    file: 'File',
    text: 'Text',
    label: 'Class',
    answer: 'Expected text',
    otherText: 'Second text',
    similarity: 'Similarity',
  } satisfies Record<ColumnRole, string>,

  /** The text for a number of affected files, rows or annotations. */
  problems: {
    unlabelled: (n) => ({
      what: `${count(n, 'file has', 'files have')} no label and ${n === 1 ? 'is' : 'are'} left out.`,
      fix: 'Add their labels if they belong to the set.',
    }),
    'file-missing': (n) => ({
      what: `${count(n, 'label names a file', 'labels name files')} that the folder does not contain exactly once.`,
      fix: 'Choose the folder that contains the files, or correct the names in the labels.',
    }),
    'label-empty': (n) => ({
      what: `${count(n, 'row or file has', 'rows or files have')} no usable label and ${n === 1 ? 'is' : 'are'} left out.`,
      fix: 'Fill in the label, or choose another column.',
    }),
    'labels-differ': (n) => ({
      what: `${count(n, 'file has', 'files have')} several labels that differ, and ${n === 1 ? 'is' : 'are'} left out.`,
      fix: 'Keep the right label of each file.',
    }),
    'label-file-invalid': (n) => ({
      what: `${count(n, 'label file', 'label files')} cannot be read; the items are left out.`,
      fix: 'Export the labels again.',
    }),
    'label-line-invalid': (n) => ({
      what: `${count(n, 'label file has', 'label files have')} a line that cannot be read; the items are left out.`,
      fix: 'Write a class number and four values from 0 to 1 in each line: centre x and y, width and height.',
    }),
    'box-invalid': (n) => ({
      what: `${count(n, 'box has', 'boxes have')} no area or no class, and ${n === 1 ? 'is' : 'are'} left out.`,
      fix: 'Correct or remove these boxes.',
    }),
    'annotation-id-unknown': (n) => ({
      what: `${count(n, 'annotation has', 'annotations have')} an image_id or category_id that the file does not list, and ${n === 1 ? 'is' : 'are'} left out.`,
      fix: 'Export the file again, with all images and categories.',
    }),
    'class-unknown': (n) => ({
      what: `${count(n, 'label file has', 'label files have')} a class number without a name; the items are left out.`,
      fix: 'Add the name to data.yaml or classes.txt.',
    }),
    'classes-unnamed': (n) => ({
      what: `${count(n, 'class has', 'classes have')} only a number, because no file names them.`,
      fix: 'Add data.yaml or classes.txt if the numbers are not those of the model.',
    }),
    'label-file-ignored': (n) => ({
      what: `${count(n, 'text file has', 'text files have')} the name of an image, but most of their lines are not YOLO labels, so the images count as unlabelled.`,
      fix: 'Write a class number and four values from 0 to 1 in each line. To see which lines are wrong, choose YOLO as the layout.',
    }),
    'no-label-file': (n) => ({
      what: `${count(n, 'image has', 'images have')} no label file and ${n === 1 ? 'counts as an image' : 'count as images'} without objects.`,
      fix: 'Add the label files if there are objects in them.',
    }),
    'file-changed': (n) => ({
      what: `${count(n, 'file', 'files')} changed while the evaluation ran.`,
      fix: 'Run it again when no other program writes to the folder.',
    }),
    'class-rare': (n) => ({
      what: `${count(n, 'class has', 'classes have')} at most a tenth of the items of the most frequent class.`,
      fix: 'Read the scores of each class, or balanced accuracy: overall accuracy says little about rare classes.',
    }),
    'single-folder': (n) => ({
      what: `${count(n, 'folder contains', 'folders contain')} all the files, and it is not clear whether its name is their class. They count as unlabelled.`,
      fix: 'If the name is the class, choose “a folder for each class” as the layout.',
    }),
    'path-repeated': (n) => ({
      what: `${count(n, 'path belongs', 'paths belong')} to several files, whose names differ only in how an accent is written. One of each is read.`,
      fix: 'Rename the others.',
    }),
    duplicate: (n) => ({
      what: `${count(n, 'item has', 'items have')} the same bytes and label as another.`,
      fix: 'Remove the copies, so that no item counts twice.',
    }),
    'duplicate-labels-differ': (n) => ({
      what: `${count(n, 'item has', 'items have')} the same bytes as another, but another label.`,
      fix: 'Keep the copy with the right label: at least one of them is wrong.',
    }),
    'size-unknown': (n) => ({
      what: `${count(n, 'file is', 'files are')} not a readable image and ${n === 1 ? 'is' : 'are'} left out.`,
      fix: 'Open the file in another program to check it, or save it as PNG or JPEG.',
    }),
  } satisfies Record<DatasetProblemCode, (n: number) => Words>,
};
