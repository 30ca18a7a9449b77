import { AppError } from '#core/errors/error.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import { findGateFile } from '#hallmark/statement/find-gate-file.ts';
import { formatEvaluateLink, parseEvaluateLink, type EvaluateLink } from '#links/evaluate-link.ts';
import { reopenDatasetFolder, toDatasetFolder, type DatasetFolder } from '#records/files/dataset-folder.ts';
import type { UnfinishedEvaluation } from '#records/unfinished-evaluations.ts';
import { loadEvaluation, scoredTasks } from '#tasks/scored-tasks.ts';
import { loadStoredResult, type StoredResultView } from '../results/stored-result.ts';
import { registerActions, reportFailure, reportStart } from '../shell/automation-status.ts';
import { readHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { toHallmarkViewModel, type HallmarkViewModel } from '../verify/hallmark-view-model.ts';
import { findLastFolder, rememberFolder, type LastFolder } from './data/last-folder.ts';
import { splitDroppedFiles } from './data/split-dropped-files.ts';
import { forgetResult, rememberGates } from './evaluation-entry.ts';
import { catalogue, EvaluationSetup, type Scorings } from './evaluation-setup.svelte.ts';
import { EvaluationRun } from './run/evaluation-run.svelte.ts';
import { UnfinishedRuns } from './run/unfinished-runs.svelte.ts';

/** State of one visit of the Evaluate page: the setup, its runs and their results. */
export class Evaluation {
  readonly setup: EvaluationSetup;
  readonly run = new EvaluationRun();
  /** The result of an earlier visit of this history entry; `null` once the setup has changed. */
  earlierResult = $state.raw<StoredResultView | null>(null);
  /** The folder last opened for this task; `null` if there is none. */
  lastFolder = $state.raw<LastFolder | null>(null);
  readonly #unfinishedRuns = new UnfinishedRuns();
  #unregisterActions = () => {};
  /** The hallmark that the run repeats; `null` if it repeats none. */
  readonly originalHallmark: HallmarkViewModel | null;
  /** The tasks that the page offers. */
  readonly tasks = scoredTasks;

  constructor(link: EvaluateLink, scorings: Scorings, originalHallmark: HallmarkViewModel | null = null) {
    this.setup = new EvaluationSetup(link, scorings, {
      onOpening: () => this.run.reset(),
      onOpened: () => this.#startIfReady(),
      onFailed: (error) => this.run.fail(error),
      onChanged: (isSame) => this.#onChanged(isSame),
    });
    this.originalHallmark = originalHallmark;
  }

  /** A run of an earlier visit with the same models and settings, which can be continued; `null` if there is none. */
  get unfinished(): UnfinishedEvaluation | null {
    return this.#unfinishedRuns.latest;
  }

  /** The latest run of this task with other models or settings, while this page has neither a run nor data. */
  get unfinishedElsewhere(): UnfinishedEvaluation | null {
    return this.setup.data.folder || this.run.isRunning ? null : this.#unfinishedRuns.latestOfOtherSetup;
  }

  /**
   * Like {@link EvaluationSetup.missingRequirement}, but without data that continuing the unfinished run opens again.
   */
  get missingToContinue(): EvaluationSetup['missingRequirement'] {
    const { missingRequirement } = this.setup;
    return missingRequirement === 'data' && this.unfinished?.folder.handle ? null : missingRequirement;
  }

  start(): void {
    const { setup } = this;
    this.#unregisterActions = registerActions({
      openModel: (files) => setup.chooseFiles('candidate', files),
      openBaseline: (files) => setup.chooseFiles('baseline', files),
      addInputs: (files) => void this.openData(toDatasetFolder(files)),
      setGates: (text) => (setup.gates.text = text),
    });
    reportStart(setup.link.startsAutomatically ? 'running' : 'ready');
    if (!this.originalHallmark) setup.gates.text = readHistoryEntry().gates ?? '';
    setup.openModels();
    void this.#findUnfinished();
    void this.#findEarlierResult();
    void findLastFolder(setup.link.task).then((folder) => (this.lastFolder = folder));
  }

  /**
   * Writes the gate file into the entry of the browser history, so a reload and Back show it again. The gate file of a
   * hallmark comes from its link.
   */
  rememberGates(text: string): void {
    if (!this.originalHallmark) rememberGates(text);
  }

  /** Opens dropped files: a model, data, or both. */
  openDroppedFiles(files: readonly File[]): void {
    const { model, data } = splitDroppedFiles(files);
    if (model.length > 0) this.setup.chooseFiles('candidate', model);
    if (data.length > 0) void this.openData(toDatasetFolder(data));
  }

  async openData(folder: DatasetFolder): Promise<void> {
    const { data, link } = this.setup;
    this.run.reset();
    await data.open(folder, link, this.unfinished);
    if (data.error) reportFailure(data.error);
    else rememberFolder(link.task, folder);
    this.#startIfReady();
  }

  /** Like `openData`. Call it in the handler of a click or drop, since the browser may ask for permission to read. */
  async openFolder(handle: FileSystemDirectoryHandle): Promise<void> {
    try {
      await this.openData(await reopenDatasetFolder(handle));
    } catch (thrown) {
      this.run.fail(thrown);
    }
  }

  /** Opens the last folder again. Call it in a click handler, since the browser may ask for permission to read. */
  async reopenFolder(): Promise<void> {
    const { opened = null, handle = null } = this.lastFolder ?? {};
    if (opened) await this.openData(opened);
    else if (handle) await this.openFolder(handle);
  }

  /**
   * Runs all items to the end; the outcome is in `run` and in the automation status.
   * @param unfinished an earlier run, whose items do not run again
   */
  async evaluate(unfinished: UnfinishedEvaluation | null = null): Promise<void> {
    const request = this.setup.buildRequest(unfinished);
    this.earlierResult = null;
    forgetResult();
    const canContinue = await this.run.execute(request, () => this.#unfinishedRuns.clear());
    if (canContinue) void this.#findUnfinished();
  }

  /** Continues the unfinished run. Call it in a click handler, since the browser may ask for permission to read. */
  async continueRun(): Promise<void> {
    const { unfinished, setup } = this;
    if (!unfinished) return;
    const { handle } = unfinished.folder;
    if (handle && !setup.data.folder) await this.openFolder(handle);
    if (setup.missingRequirement === null) await this.evaluate(unfinished);
  }

  /** Goes to the address of an unfinished run, with the names of its files and its gates. */
  openUnfinished({ hash, entry = {} }: UnfinishedEvaluation): void {
    location.hash = hash;
    replaceEntry(entry, hash);
  }

  discardUnfinished(): Promise<void> {
    return this.#unfinishedRuns.discard();
  }

  /** Call this when the page is left. */
  close(): void {
    this.run.reset();
    this.#unregisterActions();
    this.setup.close();
  }

  #startIfReady(): void {
    const { link, missingRequirement, datasetFault } = this.setup;
    if (!link.startsAutomatically || this.run.phase !== 'setup') return;
    if (missingRequirement === null) void this.evaluate();
    else if (datasetFault) reportFailure(datasetFault);
  }

  #onChanged(isSame: boolean): void {
    if (!isSame) this.earlierResult = null;
    this.#unfinishedRuns.clear();
    void this.#findUnfinished();
  }

  async #findUnfinished(): Promise<void> {
    const { link } = this.setup;
    if (link.startsAutomatically) return;
    await this.#unfinishedRuns.find(formatEvaluateLink(link), link.task, () => !this.run.isRunning);
    this.setup.restore(this.unfinished?.entry ?? {});
  }

  async #findEarlierResult(): Promise<void> {
    const { result } = readHistoryEntry();
    const stored = result === undefined ? null : await loadStoredResult(result).catch(() => null);
    if (readHistoryEntry().result === result) this.earlierResult = stored;
  }
}

/**
 * Starts the evaluation of a link; the caller must close it.
 * @throws AppError link-invalid | model-unknown | input-invalid | hallmark-invalid
 */
export async function beginEvaluation(query: URLSearchParams): Promise<Evaluation> {
  const link = parseEvaluateLink(query, catalogue);
  const labelled = await loadEvaluation(link.task, true);
  const plainText = await loadEvaluation(link.task, false);
  if (!labelled || !plainText) throw new AppError('input-invalid', { name: link.task, reason: 'task-not-scored' });
  const original = link.hallmark === null ? null : await toHallmarkViewModel(await readHallmark(link.hallmark));
  const evaluation = new Evaluation(link, { labelled, plainText }, original);
  if (original) evaluation.setup.gates.text = (await findGateFile(original.verified.statement)) ?? '';
  evaluation.start();
  return evaluation;
}
