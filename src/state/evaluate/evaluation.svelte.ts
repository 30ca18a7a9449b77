import {
  listSupportedSettings,
  pickEngineSettings,
  withSetting,
  withSupportedSettings,
  type SettingId,
  type SettingValue,
} from '#core/engine/engine-settings.ts';
import { defaultDevice, type EngineId, type Target } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { findGateFile } from '#hallmark/statement/find-gate-file.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import { formatEvaluateLink, parseEvaluateLink, type EvaluateLink } from '#links/evaluate-link.ts';
import { findScoredReference } from '#links/run-link.ts';
import { toDatasetFolder, reopenDatasetFolder, type DatasetFolder } from '#records/files/dataset-folder.ts';
import type { UnfinishedEvaluation } from '#records/unfinished-evaluations.ts';
import { getTask } from '#tasks/index.ts';
import { loadEvaluation, scoredTasks, textGeneration, type ScoredTaskId } from '#tasks/scored-tasks.ts';
import type { CorruptionId } from '#validation/robustness/corruptions/index.ts';
import { severities } from '#validation/robustness/severities.ts';
import { defaultSuite, type SuiteChoice } from '#validation/robustness/suite-choice.ts';
import { listCorruptions } from '#validation/robustness/suite.ts';
import { unmetNeeds, type UnmetNeed } from '#gates/unmet-needs.ts';
import { defaultSustainedS, listPerformanceTests, type PerformanceTests } from '#evaluate/run/performance-tests.ts';
import { isInCompanion } from '../companion/open-in-companion.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { filesFromOtherPage, filesToChooseAgain } from '../picker/reopen-model.ts';
import { registerActions, reportFailure, reportStart } from '../shell/automation-status.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { historyEntry, replaceEntry } from '../shell/history-entry.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { loadStoredResult, type StoredResultView } from '../results/stored-result.ts';
import { hallmarkViewModel, type HallmarkViewModel } from '../verify/hallmark-view-model.ts';
import { EvaluationData } from './data/evaluation-data.svelte.ts';
import { findLastFolder, rememberFolder, type LastFolder } from './data/last-folder.ts';
import { EvaluationRun } from './run/evaluation-run.svelte.ts';
import type { ScoredBy } from './run/evaluation-setup.ts';
import { forgetResult, rememberGates, rememberSetup } from './evaluation-entry.ts';
import { GateSettings } from './gate-settings.svelte.ts';
import { splitDrop } from './data/split-drop.ts';
import { ModelSlot } from './models/model-slot.svelte.ts';
import { UnfinishedRuns } from './run/unfinished-runs.svelte.ts';

const catalogue = { models: bundledModels, hubModels: hubCatalogue };

/** How results are scored on a dataset with labels, and on plain texts. */
interface Evaluations {
  readonly labelled: ScoredBy;
  readonly plainText: ScoredBy;
}

/** State of one visit of the Evaluate page: the models, the data, the run and its result. */
export class Evaluation {
  link: EvaluateLink;
  readonly candidate: ModelSlot;
  readonly baseline: ModelSlot;
  readonly data: EvaluationData;
  readonly gates = new GateSettings();
  readonly run = new EvaluationRun();
  /** The result of an earlier visit of this history entry; `null` once the setup has changed. */
  earlierResult = $state.raw<StoredResultView | null>(null);
  /** The folder last opened for this task; `null` if there is none. */
  lastFolder = $state.raw<LastFolder | null>(null);
  readonly #unfinished = new UnfinishedRuns();
  #unregisterActions = () => {};
  /** The hallmark that the run repeats; `null` if it repeats none. */
  readonly original: HallmarkViewModel | null;
  /** The tasks that the page offers. */
  readonly tasks = scoredTasks;
  readonly #evaluations: Evaluations;

  /** @param evaluations how results of the link's task are scored */
  constructor(link: EvaluateLink, evaluations: Evaluations, original: HallmarkViewModel | null = null) {
    this.link = $state.raw(link);
    this.candidate = new ModelSlot(link.task);
    this.baseline = new ModelSlot(link.task);
    this.data = new EvaluationData({ input: inputKind(link.task), labelKind: evaluations.labelled.label });
    this.#evaluations = evaluations;
    this.original = original;
  }

  get #evaluation(): ScoredBy {
    return this.data.isPlainText ? this.#evaluations.plainText : this.#evaluations.labelled;
  }

  /** Whether the baseline’s predictions are the ground truth, because the dataset has no labels. */
  get baselineIsGroundTruth(): boolean {
    const { dataset } = this.data;
    return (
      dataset !== null &&
      this.#evaluation.toGroundTruth !== undefined &&
      dataset.items.every(({ label }) => label === null)
    );
  }

  /** A run of an earlier visit with the same models and settings, which can be continued; `null` if there is none. */
  get unfinished(): UnfinishedEvaluation | null {
    return this.#unfinished.latest;
  }

  /** The latest run of this task with other models or settings, while this page has neither a run nor data. */
  get unfinishedElsewhere(): UnfinishedEvaluation | null {
    return this.data.folder || this.run.isRunning ? null : this.#unfinished.ofOtherSetup;
  }

  /** What is missing before a run can start; `null` if nothing is. */
  get missing(): 'model' | 'baseline' | 'data' | 'labels-or-baseline' | null {
    if (!this.candidate.model.opened) return 'model';
    if (this.link.baseline && !this.baseline.model.opened) return 'baseline';
    if (!this.data.dataset) return 'data';
    return this.baselineIsGroundTruth && !this.baseline.model.opened ? 'labels-or-baseline' : null;
  }

  /** Same as `missing`, for continuing the unfinished run, which opens its folder again if the browser allows it. */
  get missingToContinue(): Evaluation['missing'] {
    const { missing } = this;
    return missing === 'data' && this.unfinished?.folder.handle ? null : missing;
  }

  start(): void {
    this.#unregisterActions = registerActions({
      openModel: (files) => this.chooseFiles('candidate', files),
      openBaseline: (files) => this.chooseFiles('baseline', files),
      addInputs: (files) => void this.openData(toDatasetFolder(files)),
      setGates: (text) => (this.gates.text = text),
    });
    reportStart(this.link.auto ? 'running' : 'ready');
    const { model, linked, baseline } = this.link;
    if (model) this.candidate.chooseModel(model);
    else {
      const files = filesFromOtherPage(linked);
      if (files.length > 0) this.candidate.chooseFiles(files, linked);
      else if (linked !== null) void this.#findLinked('candidate', linked);
      else this.candidate.toReopen = filesToChooseAgain();
    }
    if (!this.original) this.gates.text = historyEntry().gates ?? '';
    if (baseline?.model) this.baseline.chooseModel(baseline.model);
    else if (baseline?.linked) void this.#findLinked('baseline', baseline.linked);
    else if (baseline) this.baseline.toReopen = filesToChooseAgain('baselineFiles');
    if (this.candidate.isChosen) void this.#open('candidate');
    if (this.baseline.isChosen) void this.#open('baseline');
    void this.#findUnfinished();
    void this.#findEarlierResult();
    void findLastFolder(this.link.task).then((found) => (this.lastFolder = found));
  }

  /**
   * Writes the gate file into the entry of the browser history, so a reload and Back show it again. The gate file of a
   * hallmark comes from its link.
   */
  rememberGates(text: string): void {
    if (!this.original) rememberGates(text);
  }

  /** @throws AppError what `findScoredReference` throws */
  pick(slot: 'candidate' | 'baseline', picked: PickedModel): void {
    if (picked.kind === 'files') return this.chooseFiles(slot, picked.files, picked.linked);
    const model = findScoredReference(picked.id, this.link.task, catalogue);
    this[slot].chooseModel(model);
    if (slot === 'candidate') {
      const engine = picked.target?.engine ?? model.engineIds[0];
      const device = picked.target?.device ?? (isInCompanion(this.link.device) ? null : this.link.device);
      const link = withSupportedSettings(this.link, engine, device ?? defaultDevice(engine, 'page'));
      this.#setLink({ ...link, model, linked: null, engine, device, dimensions: {} });
    } else this.#name({ baseline: { model, linked: null } });
    void this.#open(slot);
  }

  chooseFiles(slot: 'candidate' | 'baseline', files: readonly File[], linked: string | null = null): void {
    this[slot].chooseFiles(files, linked);
    if (slot === 'candidate') {
      retainFiles(files);
      this.#name({ model: null, linked });
    } else this.#name({ baseline: { model: null, linked } });
    void this.#open(slot);
  }

  /** The engine of the open model, or the one that would open it. */
  get engine(): EngineId {
    return this.candidate.model.opened?.facts.engine ?? this.link.engine ?? this.candidate.pageEngine;
  }

  /** The settings of that engine. */
  get availableSettings(): readonly SettingId[] {
    const device = this.link.device ?? this.candidate.model.opened?.facts.device;
    return listSupportedSettings(this.engine, device ?? defaultDevice(this.engine, 'page'));
  }

  /**
   * Reopens the models on another target; `null` leaves it to the measurements of this device. Settings that the target
   * does not support are reset.
   */
  chooseTarget(target: Pick<Target, 'engine' | 'device'> | null): void {
    const engine = target?.engine ?? this.candidate.pageEngine;
    const device = target?.device ?? null;
    const link = withSupportedSettings(this.link, engine, device ?? defaultDevice(engine, 'page'));
    this.#reopen({ ...link, engine, device });
  }

  /** Reopens the models with another number of threads; `null` as in {@link chooseTarget}. */
  chooseThreads(threads: number | null): void {
    this.#reopen({ ...this.link, threads });
  }

  /** Reopens the models with another engine setting; `null` leaves it to the engine. */
  chooseSetting(id: SettingId, value: SettingValue | null): void {
    this.#reopen(withSetting(this.link, id, value));
  }

  removeBaseline(): void {
    this.baseline.clear();
    this.#name({ baseline: null });
  }

  /** A model, data, or both. */
  openDropped(files: readonly File[]): void {
    const { model, data } = splitDrop(files);
    if (model.length > 0) this.chooseFiles('candidate', model);
    if (data.length > 0) void this.openData(toDatasetFolder(data));
  }

  async openData(folder: DatasetFolder): Promise<void> {
    this.run.reset();
    await this.data.open(folder, this.link, this.unfinished);
    if (this.data.error) reportFailure(this.data.error);
    else rememberFolder(this.link.task, folder);
    this.#startIfReady();
  }

  /** Same as `openData`. Call it in the handler of a click or drop, since the browser may ask for the folder. */
  async openFolder(handle: FileSystemDirectoryHandle): Promise<void> {
    try {
      await this.openData(await reopenDatasetFolder(handle));
    } catch (thrown) {
      this.run.fail(thrown);
    }
  }

  /** Opens the last folder again. Call it in a click handler, since the browser may ask for the folder. */
  async reopenFolder(): Promise<void> {
    const { opened = null, handle = null } = this.lastFolder ?? {};
    if (opened) await this.openData(opened);
    else if (handle) await this.openFolder(handle);
  }

  /** @param items `null` for all */
  chooseSample(items: number | null, seed: number): void {
    this.#name({ items, seed, stopAfter: null });
  }

  /** @param choice `null` to run no corruptions */
  chooseRobustness(choice: SuiteChoice | null): void {
    this.#name({ robustness: choice });
  }

  /** The tests after the items, as chosen or as the gates need them. */
  get performanceTests(): PerformanceTests {
    return listPerformanceTests(this.link, this.gates.file);
  }

  /** The needs of the gates that the current setup does not meet. */
  get unmetNeeds(): readonly UnmetNeed[] {
    const { concurrency, sustainedS } = this.performanceTests;
    const usable = this.data.usableCount(this.candidate.labels);
    return unmetNeeds(this.gates.file, {
      hasBaseline: this.baseline.isChosen,
      items: this.data.isPlainText || usable === 0 ? null : Math.min(usable, this.link.items ?? usable),
      hasLoadTest: concurrency > 0,
      hasSustainedRun: sustainedS >= defaultSustainedS,
    });
  }

  choosePerformanceTests(choice: Partial<Pick<EvaluateLink, 'concurrency' | 'sustainedS'>>): void {
    this.#name(choice);
  }

  /** The corruptions that leave the labels of the data valid. */
  get corruptions(): readonly CorruptionId[] {
    return this.data.isPlainText ? [] : listCorruptions(this.data.input, this.#evaluation.label);
  }

  /** The chosen or default corruptions, and how many runs they need. */
  get suite() {
    const choice = this.link.robustness ?? defaultSuite;
    const usable = this.data.usableCount(this.candidate.labels);
    const itemCount = usable === 0 ? choice.items : Math.min(usable, this.link.items ?? usable);
    const size = {
      items: Math.min(itemCount, choice.items),
      corruptions: this.corruptions.length,
      severities: choice.severities.length,
    };
    return { choice, allSeverities: severities, size };
  }

  /** Continues the unfinished run. Call it in a click handler, since the browser may ask for the folder. */
  async continueRun(): Promise<void> {
    const { unfinished } = this;
    if (!unfinished) return;
    const { handle } = unfinished.folder;
    if (handle && !this.data.folder) await this.openFolder(handle);
    if (this.missing === null) await this.evaluate(unfinished);
  }

  /** Goes to the address of an unfinished run, with the names of its files and its gates. */
  openUnfinished({ hash, entry = {} }: UnfinishedEvaluation): void {
    location.hash = hash;
    replaceEntry(entry, hash);
  }

  discardUnfinished(): Promise<void> {
    return this.#unfinished.discard();
  }

  /**
   * Runs all items to the end; the outcome is in `run` and in the automation status.
   * @param unfinished an earlier run, whose items do not run again
   */
  async evaluate(unfinished: UnfinishedEvaluation | null = null): Promise<void> {
    const { link, candidate, baseline, data, baselineIsGroundTruth, corruptions } = this;
    const gateFile = unfinished ? unfinished.gateFile : this.gates.snapshot();
    this.earlierResult = null;
    forgetResult();
    const evaluation = this.#evaluation;
    const setup = {
      link,
      candidate,
      baseline,
      data,
      baselineIsGroundTruth,
      corruptions,
      gateFile,
      unfinished,
      evaluation,
    };
    const canContinue = await this.run.execute(setup, () => this.#unfinished.forget());
    if (canContinue) void this.#findUnfinished();
  }

  /** Call this when the page is left. */
  close(): void {
    this.run.reset();
    this.#unregisterActions();
    this.candidate.clear();
    this.baseline.clear();
    this.data.close();
  }

  async #findLinked(slot: 'candidate' | 'baseline', id: string): Promise<void> {
    if (await this[slot].findLinked(id)) await this.#open(slot);
  }

  async #open(slot: 'candidate' | 'baseline'): Promise<void> {
    this.run.reset();
    const { threads, dimensions } = this.link;
    const { engine, device } = slot === 'candidate' ? this.link : this.baseline.targetLike(this.link);
    const setup = { ...pickEngineSettings(this.link), device, threads, dimensions };
    const error = await this[slot].open(setup, engine);
    if (error) this.run.fail(error);
    else this.#startIfReady();
  }

  #reopen(link: EvaluateLink): void {
    this.#setLink(link);
    for (const slot of ['candidate', 'baseline'] as const) if (this[slot].isChosen) void this.#open(slot);
  }

  async #findUnfinished(): Promise<void> {
    if (this.link.auto) return;
    await this.#unfinished.find(formatEvaluateLink(this.link), this.link.task, () => !this.run.isRunning);
    this.#restoreUnfinished();
  }

  /** An address that was opened anew has neither the names of the files of its unfinished run nor its gates. */
  #restoreUnfinished(): void {
    const { files, baselineFiles, gates } = this.unfinished?.entry ?? {};
    const toChoose = (names: readonly string[] = []) => (names.length > 0 ? ({ kind: 'files', names } as const) : null);
    if (!this.candidate.isChosen) this.candidate.toReopen ??= toChoose(files);
    if (!this.baseline.isChosen && this.link.baseline) this.baseline.toReopen ??= toChoose(baselineFiles);
    if (gates !== undefined && this.gates.text === '') this.gates.text = gates;
  }

  async #findEarlierResult(): Promise<void> {
    const { result } = historyEntry();
    const stored = result === undefined ? null : await loadStoredResult(result).catch(() => null);
    if (historyEntry().result === result) this.earlierResult = stored;
  }

  #startIfReady(): void {
    if (!this.link.auto || this.missing !== null || this.run.phase !== 'setup') return;
    void this.evaluate();
  }

  #name(changes: Partial<EvaluateLink>): void {
    this.#setLink({ ...this.link, ...changes });
  }

  #setLink(link: EvaluateLink): void {
    const isSame = rememberSetup(this, formatEvaluateLink(this.link), formatEvaluateLink(link));
    if (!isSame) this.earlierResult = null;
    this.link = link;
    this.#unfinished.forget();
    void this.#findUnfinished();
  }
}

const inputKind = (task: ScoredTaskId) => (task === textGeneration ? 'text' : getTask(task).input);

/**
 * The evaluation of a link; the caller must close it.
 * @throws AppError link-invalid | model-unknown | input-invalid | hallmark-invalid
 */
export async function beginEvaluation(query: URLSearchParams): Promise<Evaluation> {
  const link = parseEvaluateLink(query, catalogue);
  const labelled = await loadEvaluation(link.task, true);
  const plainText = await loadEvaluation(link.task, false);
  if (!labelled || !plainText) throw new AppError('input-invalid', { name: link.task, reason: 'task-not-scored' });
  const original = link.hallmark === null ? null : await hallmarkViewModel(await readHallmark(link.hallmark));
  const evaluation = new Evaluation(link, { labelled, plainText }, original);
  if (original) evaluation.gates.text = (await findGateFile(original.verified.statement)) ?? '';
  evaluation.start();
  return evaluation;
}
