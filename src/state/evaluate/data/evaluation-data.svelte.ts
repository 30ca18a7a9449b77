import { openItemFile, type EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { LabelledDataset, LayoutId, DatasetFile } from '#evaluate/dataset/labelled-dataset.ts';
import { matchClasses, type ClassMatches } from '#evaluate/classes/match-classes.ts';
import { readTaskDataset, listLayoutsForTask, type TaskDatasetKind } from '#evaluate/dataset/read-task-dataset.ts';
import { listChangedFiles, watchFiles, type FileStates } from '#evaluate/dataset/watched-files.ts';
import type { EvaluateLink } from '#links/evaluate-link.ts';
import type { DatasetFolder } from '#records/files/dataset-folder.ts';
import type { UnfinishedEvaluation } from '#records/unfinished-evaluations.ts';
import { sampleItems } from '#evaluate/items/sample-items.ts';
import { selectItems, selectUsableItems } from '#evaluate/items/select-items.ts';

/** Fixed seed, so that the same items are always used for calibration. */
const splitSeed = 1;

/** How to read the labels of a folder: what the user has chosen instead of what is detected. */
type DataOptions = UnfinishedEvaluation['options'];

/** The labelled dataset of an evaluation: a folder, how its labels are read, and how its classes match the model's. */
export class EvaluationData {
  folder = $state.raw<DatasetFolder | null>(null);
  dataset = $state.raw<LabelledDataset | null>(null);
  error = $state.raw<AppError | null>(null);
  isReading = $state(false);
  options = $state.raw<DataOptions>({});
  /** The parts of the folder, such as train and val, if only one of them can be evaluated at a time. */
  splits = $state.raw<readonly string[]>([]);
  /** Labels of the model by class of the dataset, as the user chose them. */
  classMap = $state.raw<Readonly<Record<string, string>>>({});
  readonly #kind: TaskDatasetKind;
  readonly #maxCalibrationItems: number;
  /** All files, and the states of the files that were opened to read the labels. */
  #opened: { readonly files: readonly DatasetFile[]; readonly states: FileStates } = { files: [], states: new Map() };
  #controller = new AbortController();

  /** @param maxCalibrationItems the maximum number of items set aside for calibration instead of being run */
  constructor(kind: TaskDatasetKind, maxCalibrationItems = 0) {
    this.#kind = kind;
    this.#maxCalibrationItems = maxCalibrationItems;
  }

  get input(): TaskDatasetKind['input'] {
    return this.#kind.input;
  }

  get layouts(): readonly LayoutId[] {
    return listLayoutsForTask(this.#kind);
  }

  /**
   * Opens a folder and reads its labels.
   * @param link the path of the label file, `null` to find it, and the split of the dataset
   * @param unfinished an earlier run; if it used this folder, the labels are read and matched in the same way
   */
  async open(
    folder: DatasetFolder,
    { labels, split }: Pick<EvaluateLink, 'labels' | 'split'>,
    unfinished: UnfinishedEvaluation | null,
  ): Promise<void> {
    const earlierRun = unfinished?.folder.name === folder.name ? unfinished : null;
    this.folder = folder;
    this.classMap = earlierRun?.classMap ?? {};
    this.splits = [];
    const linkOptions = { ...(labels !== null && { labelFile: labels }), ...(split !== null && { split }) };
    await this.readLabels(earlierRun?.options ?? linkOptions);
  }

  /** Reads the labels of the folder with these options, such as another layout or other columns. */
  async readLabels(options: DataOptions): Promise<void> {
    const { folder } = this;
    if (!folder) return;
    this.#controller.abort();
    const controller = (this.#controller = new AbortController());
    this.options = options;
    this.error = null;
    this.dataset = null;
    this.isReading = true;
    try {
      const states: FileStates = new Map();
      const files = watchFiles(
        folder.files.map(({ path, file }) => ({ path, open: () => openItemFile(file) })),
        states,
      );
      this.#opened = { files, states };
      const { signal } = controller;
      const dataset = await readTaskDataset(files, this.#kind, { ...options, signal });
      if (controller === this.#controller) this.dataset = dataset;
    } catch (thrown) {
      if (controller !== this.#controller) return;
      const error = (this.error = asAppError(thrown));
      if (error.facts['reason'] === 'several-splits') this.splits = String(error.facts['found']).split(', ');
    } finally {
      if (controller === this.#controller) this.isReading = false;
    }
  }

  /** Whether the items are texts whose next tokens a language model predicts. */
  get isPlainText(): boolean {
    return this.dataset?.layout === 'plain-text';
  }

  /** Matches the classes of the dataset with the labels of the model; without labels, each class matches itself. */
  matchClasses(labels: readonly string[] | undefined): ClassMatches {
    const classes = this.dataset?.classes ?? [];
    return matchClasses(classes, labels ?? classes, this.classMap);
  }

  /** Whether the dataset has classes, but none of them matches a label of the model, so no item can be evaluated. */
  hasNoMatch(labels: readonly string[] | undefined): boolean {
    const classes = this.dataset?.classes ?? [];
    return (
      classes.length > 0 && labels !== undefined && labels.length > 0 && this.matchClasses(labels).matched.size === 0
    );
  }

  /** Selects the items to run: all, or a sample of them. */
  selectItems(
    labels: readonly string[] | undefined,
    sample: { readonly n: number | null; readonly seed: number },
  ): EvaluationItem[] {
    return this.#select(this.#itemSets.run, labels, sample);
  }

  /** Selects the items for calibration: at most half, and none of the items to run, unless there is only one item. */
  selectCalibrationItems(labels: readonly string[] | undefined): EvaluationItem[] {
    return this.#select(this.#itemSets.calibration, labels, { n: null, seed: splitSeed });
  }

  /** Counts the items whose class the model has, before sampling. */
  countUsableItems(labels: readonly string[] | undefined): number {
    const { run } = this.#itemSets;
    return run ? selectUsableItems(run, this.matchClasses(labels)).length : 0;
  }

  #select(
    dataset: LabelledDataset | null,
    labels: readonly string[] | undefined,
    sample: Parameters<typeof selectItems>[4],
  ) {
    return dataset && this.folder
      ? selectItems(dataset, this.folder.files, this.matchClasses(labels), labels, sample)
      : [];
  }

  /** The dataset, divided into calibration items and items to run. */
  get #itemSets(): { readonly calibration: LabelledDataset | null; readonly run: LabelledDataset | null } {
    const { dataset } = this;
    if (!dataset || this.#maxCalibrationItems === 0) return { calibration: null, run: dataset };
    const count = Math.min(this.#maxCalibrationItems, Math.max(1, Math.floor(dataset.items.length / 2)));
    const items = sampleItems(dataset.items, count, splitSeed);
    const calibrationItems = new Set(items);
    const rest = dataset.items.filter((item) => !calibrationItems.has(item));
    return { calibration: { ...dataset, items }, run: rest.length === 0 ? dataset : { ...dataset, items: rest } };
  }

  /** Lists the label files that changed since they were read. */
  listChangedFiles(): Promise<string[]> {
    return listChangedFiles(this.#opened.files, this.#opened.states);
  }

  close(): void {
    this.#controller.abort();
  }
}
