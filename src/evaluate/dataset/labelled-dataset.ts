import type { ItemLabel } from '#core/task/evaluation.ts';
import type { ByteSource } from '#core/model/model.ts';

/** The state of a file when it was opened. A browser's `File` is one. */
export interface OpenedFile extends ByteSource {
  /** Epoch milliseconds. */
  readonly lastModified: number;
}

/** A file of a folder. It is opened when its bytes are needed; nothing is copied. */
export interface DatasetFile {
  /** Relative to the folder of the dataset, without its name, with `/` between segments. */
  readonly path: string;
  /** @throws AppError file-gone | file-permission-denied | file-unreadable */
  open(): Promise<OpenedFile>;
}

/** The kind of input that a model takes. */
export type InputKind = 'image' | 'audio' | 'text';

/** The format of a dataset's labels: a file in `layouts/`. */
export type LayoutId =
  | 'class-folders' // a folder for each class
  | 'table' // a CSV, TSV or JSONL file
  | 'coco'
  | 'yolo'
  | 'voc'
  | 'masks' // an image for each image
  | 'transcripts' // a text file for each audio file, or LibriSpeech's *.trans.txt
  | 'tagged-words' // CoNLL files: a word and its tag in each line
  | 'plain-text' // texts for a language model, which predicts their tokens
  | 'unlabelled';

export interface LabelledItem {
  /** Path of its file, or of its table with the row number: `test.jsonl#12`. Identifies the item. */
  readonly path: string;
  /** The input, if it is a text in a table rather than a file. */
  readonly text?: string;
  /** `null` in sets without labels. */
  readonly label: ItemLabel | null;
}

/** What the columns of a table can contain. */
export type ColumnRole =
  | 'file' // path of the input
  | 'text' // the input itself
  | 'label' // name or number of a class
  | 'answer' // transcript, text in an image, or expected answer
  | 'otherText' // the second text of a pair
  | 'similarity'; // of a pair

/** The name of the column for each role; columns of a table without header are named by their number, from 1. */
export type ColumnRoles = Readonly<Partial<Record<ColumnRole, string>>>;

/** How a table was read, so a person can correct it. */
export interface TableColumns {
  readonly file: string;
  readonly names: readonly string[];
  readonly roles: ColumnRoles;
  /** The first rows, by column. */
  readonly preview: readonly (readonly string[])[];
}

/** What is wrong with some items of a dataset that can be evaluated nevertheless. */
export type DatasetProblemCode =
  | 'unlabelled' // files that the labels do not mention; they are left out
  | 'file-missing' // labels of files that are not in the dataset, or whose name several files have; they are left out
  | 'label-empty' // rows or files without a usable label; their items are left out
  | 'labels-differ' // files with several labels that differ; they are left out
  | 'label-file-invalid' // label files that cannot be read; their items are left out
  | 'label-line-invalid' // lines of label files that cannot be read; their items are left out
  | 'box-invalid' // boxes without area; the boxes are left out
  | 'annotation-id-unknown' // annotations of an image or category that the file does not list; they are left out
  | 'class-unknown' // class ids beyond the names of the dataset; their items are left out
  | 'classes-unnamed' // classes that have only a number, because no file names them
  | 'label-file-ignored' // text files named like images, in which no layout finds labels
  | 'no-label-file' // images without a YOLO label file: they count as images without objects
  | 'file-changed' // files that changed while the evaluation ran; known after a run
  | 'class-rare' // classes with at most a tenth of the items of the most frequent one
  | 'single-folder' // a folder that contains all inputs and could be a class; no labels were found
  | 'path-repeated' // paths that several files have once their accents are written the same way; only one of them is read
  | 'duplicate' // items with the same bytes and label as others; known after a run
  | 'duplicate-labels-differ' // items with the same bytes as others and another label; known after a run
  | 'size-unknown'; // images whose size cannot be read, so their boxes are unknown; they are left out

export interface DatasetProblem {
  readonly code: DatasetProblemCode;
  /** The paths, or rows such as `labels.csv#12`, or classes, that it concerns. */
  readonly paths: readonly string[];
}

export interface LabelledDataset {
  readonly layout: LayoutId;
  readonly input: InputKind;
  readonly items: readonly LabelledItem[];
  /** The names of the classes, in the order of their ids if the dataset has ids, otherwise sorted. */
  readonly classes: readonly string[];
  readonly problems: readonly DatasetProblem[];
  /** How its table was read, if the labels are in a table. */
  readonly columns?: TableColumns;
}
