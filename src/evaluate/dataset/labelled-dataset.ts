import type { ItemLabel } from '#core/task/evaluation.ts';
import type { ByteSource } from '#core/model/model.ts';

/** A snapshot of a file when it was opened, such as a browser's `File`. */
export interface OpenedFile extends ByteSource {
  /** Epoch milliseconds. */
  readonly lastModified: number;
}

/** A file of a folder, opened when its bytes are needed. Nothing is copied. */
export interface DatasetFile {
  /** Path relative to the folder of the dataset, with `/` between segments. */
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
  | 'masks' // masks: an image of class ids for each image
  | 'transcripts' // a text file for each audio file, or LibriSpeech's *.trans.txt
  | 'tagged-words' // CoNLL files: a word and its tag in each line
  | 'plain-text' // texts for a language model, which predicts their tokens
  | 'unlabelled';

export interface LabelledItem {
  /** The item's id: the path of its file, or that of its table with the row number, such as `test.jsonl#12`. */
  readonly path: string;
  /** The input text, if the item is a row of a table. */
  readonly text?: string;
  /** `null` in datasets without labels. */
  readonly label: ItemLabel | null;
}

/** Roles of the columns of a table. */
export type ColumnRole =
  | 'file' // path of the input
  | 'text' // the input itself
  | 'label' // name or number of a class
  | 'answer' // transcript, text in an image, or expected answer
  | 'otherText' // the second text of a pair
  | 'similarity'; // of a pair

/** Column names by role. Without a header, columns are named by their number, from 1. */
export type ColumnRoles = Readonly<Partial<Record<ColumnRole, string>>>;

/** How the columns of a table were interpreted, for the user to correct. */
export interface TableColumns {
  readonly file: string;
  readonly names: readonly string[];
  readonly roles: ColumnRoles;
  /** The first rows, by column. */
  readonly preview: readonly (readonly string[])[];
}

/** Problems of a dataset that do not prevent its evaluation. */
export type DatasetProblemCode =
  | 'unlabelled' // files without a label; they are omitted
  | 'file-missing' // labels whose file is missing or ambiguous; they are omitted
  | 'label-empty' // rows or files without a usable label; their items are omitted
  | 'labels-differ' // files with conflicting labels; they are omitted
  | 'label-file-invalid' // label files that cannot be read; their items are left out
  | 'label-line-invalid' // lines of label files that cannot be read; their items are omitted
  | 'box-invalid' // boxes without area; they are omitted
  | 'annotation-id-unknown' // annotations of an image or category that the file does not list; they are omitted
  | 'class-unknown' // class ids beyond the names of the dataset; their items are omitted
  | 'classes-unnamed' // classes that have only an id, because no file names them
  | 'label-file-ignored' // text files named like images that contain no labels of any layout
  | 'no-label-file' // images without a YOLO label file: they count as images without objects
  | 'file-changed' // files that changed during the evaluation; known after a run
  | 'class-rare' // classes with at most a tenth of the items of the most frequent one
  | 'single-folder' // a folder that contains all inputs and could be a class; no labels were found
  | 'path-repeated' // paths that several files share after Unicode normalisation; only one of them is read
  | 'duplicate' // items with the same bytes and label as others; known after a run
  | 'duplicate-labels-differ' // items with the same bytes as others and another label; known after a run
  | 'size-unknown'; // images whose size cannot be read, so their boxes are unknown; they are omitted

export interface DatasetProblem {
  readonly code: DatasetProblemCode;
  /** The affected paths, rows such as `labels.csv#12`, lines such as `labels/a.txt:3`, or classes. */
  readonly paths: readonly string[];
}

export interface LabelledDataset {
  readonly layout: LayoutId;
  readonly input: InputKind;
  readonly items: readonly LabelledItem[];
  /** Class names, by id if the dataset has ids, otherwise sorted. */
  readonly classes: readonly string[];
  readonly problems: readonly DatasetProblem[];
  /** How the table was interpreted, if the labels are in a table. */
  readonly columns?: TableColumns;
}
