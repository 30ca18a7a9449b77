import type { EvaluationItem } from '#bridge/contract.ts';
import { settingsOf } from '#core/engine-settings.ts';
import { AppError, asAppError } from '#core/error.ts';
import type { EvaluatedItem } from '#core/evaluated-item.ts';
import type { TaskEvaluation } from '#core/evaluation.ts';
import { runSet } from '#evaluate/run-set.ts';
import { gateFileOf } from '#hallmark/gate-file-of.ts';
import { readHallmark } from '#hallmark/read.ts';
import { evaluateHash, parseEvaluateLink, type EvaluateLink } from '#links/evaluate-link.ts';
import { referenceTo } from '#links/run-link.ts';
import { dataFolderOf, reopenDataFolder, type DataFolder } from '#records/data-folder.ts';
import {
  deleteUnfinishedEvaluation,
  findUnfinishedEvaluation,
  type UnfinishedEvaluation,
} from '#records/unfinished-evaluations.ts';
import { taskIds, taskOf } from '#tasks/index.ts';
import { severities } from '#validation/robustness/severities.ts';
import { defaultSuite, type SuiteChoice } from '#validation/robustness/suite-choice.ts';
import { corruptionsOfImages, type RobustnessResult } from '#validation/robustness/suite.ts';
import { PageMonitor } from '#device/page-monitor.ts';
import { readEnvironment } from '#device/environment.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { filesFromOtherPage, filesToChooseAgain } from '../picker/reopen-model.ts';
import { registerActions, reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { entryOf, replaceEntry } from '../shell/history-entry.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { hallmarkViewModel, type HallmarkViewModel } from '../verify/hallmark-view-model.ts';
import { recordReport } from '../results/record-result.ts';
import { EvaluationData } from './evaluation-data.svelte.ts';
import { assembleResult, type EvaluationResult } from './evaluation-result.ts';
import { evaluationSummary } from './evaluation-summary.ts';
import { GateSettings } from './gate-settings.svelte.ts';
import { ModelSlot } from './model-slot.svelte.ts';
import { RecordedRun } from './recorded-run.ts';
import { runIdentity } from './run-identity.ts';
import { runRobustness, type SuiteItems } from './run-robustness.ts';

/** What runs: the items, and then the same with corruptions. */
type EvaluationPart = 'items' | 'corruptions';
type EvaluationPhase = 'setup' | 'running' | 'paused' | 'done' | 'failed';
type ScoredBy = Pick<TaskEvaluation<unknown, unknown>, 'label' | 'metrics'>;
const catalogue = { models: bundledModels, hubModels: hubCatalogue };
const now = () => performance.now();

/** The tasks whose results can be scored. */
export const scoredTasks = taskIds.filter((id) => taskOf(id).evaluation !== undefined);

/** State of one visit of the Evaluate page: the models, the data, the run and its result. */
export class Evaluation {
  link: EvaluateLink;
  readonly candidate = new ModelSlot();
  readonly baseline = new ModelSlot();
  readonly data: EvaluationData;
  readonly gates = new GateSettings();
  phase = $state<EvaluationPhase>('setup');
  part = $state<EvaluationPart>('items');
  done = $state(0);
  total = $state(0);
  leftMs = $state<number | null>(null);
  /** Items that could not be read or run so far. */
  failed = $state(0);
  error = $state.raw<AppError | null>(null);
  result = $state.raw<EvaluationResult | null>(null);
  /** Whether the report is among the stored results. */
  isStored = $state(false);
  /** Why it could not be stored. */
  notStored = $state.raw<AppError | null>(null);
  /** A run of an earlier visit with the same models and settings, which can be continued; `null` if there is none. */
  unfinished = $state.raw<UnfinishedEvaluation | null>(null);
  #controller = new AbortController();
  #pause: PromiseWithResolvers<void> | null = null;
  #isStopped = false;
  #unregisterActions = () => {};
  /** The hallmark that the run repeats; `null` if it repeats none. */
  readonly original: HallmarkViewModel | null;
  readonly #evaluation: ScoredBy;

  /** @param evaluation that of the link's task */
  constructor(link: EvaluateLink, evaluation: ScoredBy, original: HallmarkViewModel | null = null) {
    this.link = $state.raw(link);
    this.data = new EvaluationData(evaluation.label);
    this.#evaluation = evaluation;
    this.original = original;
  }

  /** Whether the baseline's results are the truth, because the set has no labels. */
  get isTeacher(): boolean {
    const { set } = this.data;
    return set !== null && set.items.every(({ label }) => label === null);
  }

  /** What is still missing before a run can start; `null` if nothing is. */
  get missing(): 'model' | 'baseline' | 'data' | 'labels-or-baseline' | null {
    if (!this.candidate.model.opened) return 'model';
    if (this.link.baseline && !this.baseline.model.opened) return 'baseline';
    if (!this.data.set) return 'data';
    return this.isTeacher && !this.baseline.model.opened ? 'labels-or-baseline' : null;
  }

  /** The same for continuing the unfinished run, which opens its folder again if the browser allows it. */
  get missingToContinue(): Evaluation['missing'] {
    const { missing } = this;
    return missing === 'data' && this.unfinished?.folder.handle ? null : missing;
  }

  start(): void {
    this.#unregisterActions = registerActions({
      openModel: (files) => this.chooseFiles('candidate', files),
      openBaseline: (files) => this.chooseFiles('baseline', files),
      addInputs: (files) => void this.openData(dataFolderOf(files)),
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
    if (baseline?.model) this.baseline.chooseModel(baseline.model);
    else if (baseline?.linked) void this.#findLinked('baseline', baseline.linked);
    if (this.candidate.isChosen) void this.#open('candidate');
    if (this.baseline.isChosen) void this.#open('baseline');
    void this.#findUnfinished();
  }

  /** @throws AppError as `referenceTo` */
  pick(slot: 'candidate' | 'baseline', picked: PickedModel): void {
    if (picked.kind === 'files') return this.chooseFiles(slot, picked.files, picked.linked);
    const model = referenceTo(picked.id, this.link.task, catalogue);
    this[slot].chooseModel(model);
    if (slot === 'candidate') this.#name({ model, linked: null, runtime: model.runtimes[0], dimensions: {} });
    else this.#name({ baseline: { model, linked: null } });
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

  removeBaseline(): void {
    this.baseline.clear();
    this.#name({ baseline: null });
  }

  async openData(folder: DataFolder): Promise<void> {
    this.#reset();
    await this.data.open(folder, this.link, this.unfinished);
    if (this.data.error) reportFailure(this.data.error);
    this.#startIfReady();
  }

  /** @param items `null` for all */
  chooseSample(items: number | null, seed: number): void {
    this.#name({ items, seed, stopAfter: null });
  }

  /** @param choice `null` to run no corruptions */
  chooseRobustness(choice: SuiteChoice | null): void {
    this.#name({ robustness: choice });
  }

  /** The corruptions that are chosen, or would be by default, and how many runs they need. */
  get suite() {
    const choice = this.link.robustness ?? defaultSuite;
    const usable = this.data.usableCount(this.candidate.model.opened?.labels);
    const chosen = usable === 0 ? choice.items : Math.min(usable, this.link.items ?? usable);
    const size = {
      items: Math.min(chosen, choice.items),
      corruptions: corruptionsOfImages(this.#evaluation.label).length,
      severities: choice.severities.length,
    };
    return { choice, allSeverities: severities, size };
  }

  /** Continues the unfinished run. Call it in a click handler, since the browser may ask for the folder. */
  async continueRun(): Promise<void> {
    const { unfinished } = this;
    if (!unfinished) return;
    const { handle } = unfinished.folder;
    if (handle && !this.data.folder) {
      try {
        await this.openData(await reopenDataFolder(handle));
      } catch (thrown) {
        return this.#fail(thrown);
      }
    }
    if (this.missing === null) await this.run(unfinished);
  }

  async discardUnfinished(): Promise<void> {
    const { unfinished } = this;
    this.unfinished = null;
    if (unfinished) await deleteUnfinishedEvaluation(unfinished.id).catch(() => {}); // it is only offered again
  }

  /**
   * Runs all items to the end; the outcome is in `phase` and in the automation status.
   * @param unfinished an earlier run, whose items do not run again
   */
  async run(unfinished: UnfinishedEvaluation | null = null): Promise<void> {
    this.#reset();
    const { signal } = this.#controller;
    this.phase = 'running';
    reportStart('running');
    const endWork = beginWork('evaluation');
    const watch = new PageMonitor();
    let recorded: RecordedRun | null = null;
    try {
      const gateFile = unfinished ? unfinished.gateFile : this.gates.read();
      const startedAtMs = unfinished?.startedAtMs ?? Date.now();
      const environment = await readEnvironment();
      const { items, seed, stopAfter } = this.link;
      const { opened } = this.candidate.model;
      const chosen = this.data.items(opened?.labels, { n: items, seed });
      if (chosen.length === 0)
        throw new AppError('input-invalid', { name: this.data.folder?.name ?? '', reason: 'no-matching-classes' });
      const end = Math.min(stopAfter ?? chosen.length, chosen.length);
      this.total = end;
      const run = (recorded = await this.#record(chosen, { unfinished, gateFile, startedAtMs }));
      this.unfinished = null;
      const { ran } = run;
      const { isTeacher } = this;
      const before = ran.candidate.length;
      this.#countRan(ran.candidate);
      await runSet({
        items: chosen.slice(before, end),
        candidate: this.candidate.model,
        baseline: ran.baseline && this.baseline.model,
        isTeacher,
        signal,
        shouldContinue: async () => {
          if (this.#pause) await run.flush();
          return this.#shouldContinue();
        },
        now,
        onBlock: async (block, { leftMs }) => {
          await run.add(block);
          if (signal.aborted) return;
          this.#countRan(block.candidate);
          this.leftMs = leftMs;
          reportProgress('run', this.done / end);
        },
      });
      if (end < chosen.length) this.#isStopped = true;
      const { eventLoop } = watch;
      const robustness =
        !this.#isStopped &&
        this.link.robustness &&
        (await this.#runCorruptions({
          choice: this.link.robustness,
          seed,
          items: chosen,
          clean: ran.candidate,
          model: this.candidate.model,
          teacher: isTeacher ? this.baseline.model : null,
        }));
      const result = await assembleResult({
        link: this.link,
        data: this.data,
        items: chosen,
        candidate: { slot: this.candidate, items: ran.candidate },
        baseline: ran.baseline && { slot: this.baseline, items: ran.baseline },
        isTeacher,
        blocks: ran.blocks,
        metrics: this.#evaluation.metrics,
        gateFile,
        robustness: robustness || null,
        startedAtMs,
        environment,
        eventLoop,
        signal,
      });
      if (signal.aborted) return;
      this.result = result;
      this.phase = 'done';
      reportDone(evaluationSummary(result, this.data, opened?.labels), result.view.href);
      await run.delete();
      await this.#store(result, signal);
    } catch (thrown) {
      await recorded?.flush();
      if (signal === this.#controller.signal) {
        this.#fail(thrown);
        void this.#findUnfinished();
      }
    } finally {
      watch.stop();
      endWork();
    }
  }

  /** Stops after the current block; the models remain open. */
  pause(): void {
    this.#pause ??= Promise.withResolvers();
    this.phase = 'paused';
  }

  resume(): void {
    this.#pause?.resolve();
    this.#pause = null;
    this.phase = 'running';
  }

  /** Ends the run after the current block, with the scores of the items so far. */
  stop(): void {
    this.#isStopped = true;
    this.#pause?.resolve();
  }

  /** To be called when the page is left. */
  close(): void {
    this.#reset();
    this.#unregisterActions();
    this.candidate.clear();
    this.baseline.clear();
    this.data.close();
  }

  /** Resolves at once or at the end of a pause. @returns whether the run was not stopped */
  readonly #shouldContinue = async (): Promise<boolean> => {
    await this.#pause?.promise;
    return !this.#isStopped;
  };

  #runCorruptions(suite: SuiteItems): Promise<RobustnessResult | null> {
    this.part = 'corruptions';
    this.leftMs = null;
    const { signal } = this.#controller;
    const { label, metrics } = this.#evaluation;
    return runRobustness({
      ...suite,
      label,
      metric: metrics[0]!,
      signal,
      shouldContinue: this.#shouldContinue,
      now,
      onProgress: ({ done, total, leftMs }) => {
        this.done = done;
        this.total = total;
        this.leftMs = leftMs;
        reportProgress('run', done / total);
      },
    });
  }

  async #findLinked(slot: 'candidate' | 'baseline', id: string): Promise<void> {
    if (await this[slot].findLinked(id)) await this.#open(slot);
  }

  async #open(slot: 'candidate' | 'baseline'): Promise<void> {
    this.#reset();
    const { task, runtime, device, threads, dimensions } = this.link;
    const setup = { ...settingsOf(this.link), task, device, threads, dimensions };
    const error = await this[slot].open(setup, slot === 'candidate' ? runtime : null);
    if (error) this.#fail(error);
    else this.#startIfReady();
  }

  /** Starts the record of a run, or continues that of an unfinished one. @throws AppError as `RecordedRun.continue` */
  async #record(
    items: readonly EvaluationItem[],
    {
      unfinished,
      ...run
    }: Pick<UnfinishedEvaluation, 'gateFile' | 'startedAtMs'> & { readonly unfinished: UnfinishedEvaluation | null },
  ): Promise<RecordedRun> {
    const { opened } = this.candidate.model;
    const { folder, options, classMap } = this.data;
    if (!opened || !folder) throw new AppError('aborted');
    const baseline = this.baseline.model.opened;
    const hash = evaluateHash(this.link);
    const identity = await runIdentity(hash, items, opened, baseline);
    if (unfinished) return RecordedRun.continue(unfinished, identity, baseline !== null);
    const { name, handle } = folder;
    return RecordedRun.begin(
      { ...run, hash, identity, folder: { name, handle }, options, classMap, total: items.length },
      baseline !== null,
    );
  }

  async #findUnfinished(): Promise<void> {
    if (this.link.auto) return;
    const hash = evaluateHash(this.link);
    const found = await findUnfinishedEvaluation(hash).catch(() => null); // without storage, there is none
    const isCurrent = hash === evaluateHash(this.link) && this.phase !== 'running' && this.phase !== 'paused';
    if (isCurrent) this.unfinished = found && found.done > 0 ? found : null;
  }

  #countRan(items: readonly EvaluatedItem[]): void {
    this.done += items.length;
    this.failed += items.filter((item) => 'error' in item).length;
  }

  async #store({ view }: EvaluationResult, signal: AbortSignal): Promise<void> {
    try {
      await recordReport(view.report, view.hash);
      if (!signal.aborted) this.isStored = true;
    } catch (thrown) {
      if (!signal.aborted) this.notStored = asAppError(thrown);
    }
  }

  #startIfReady(): void {
    if (!this.link.auto || this.missing !== null || this.phase !== 'setup') return;
    void this.run();
  }

  #reset(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#pause?.resolve();
    this.#pause = null;
    this.#isStopped = false;
    this.phase = 'setup';
    this.error = null;
    this.isStored = false;
    this.notStored = null;
    this.result = null;
    this.part = 'items';
    this.done = 0;
    this.failed = 0;
    this.leftMs = null;
  }

  #fail(thrown: unknown): void {
    const error = asAppError(thrown);
    this.phase = error.code === 'aborted' ? 'setup' : 'failed';
    this.error = reportFailure(error);
  }

  #name(changes: Partial<EvaluateLink>): void {
    this.link = { ...this.link, ...changes };
    replaceEntry(entryOf(this.candidate.files), evaluateHash(this.link));
    this.unfinished = null;
    void this.#findUnfinished();
  }
}

/**
 * The evaluation of a link; the caller must close it.
 * @throws AppError link-invalid | model-unknown | input-invalid | hallmark-invalid
 */
export async function beginEvaluation(query: URLSearchParams): Promise<Evaluation> {
  const link = parseEvaluateLink(query, catalogue);
  const task = taskOf(link.task);
  if (!task.evaluation) throw new AppError('input-invalid', { name: link.task, reason: 'task-not-scored' });
  const original = link.hallmark === null ? null : await hallmarkViewModel(await readHallmark(link.hallmark));
  const evaluation = new Evaluation(link, await task.evaluation(), original);
  if (original) evaluation.gates.text = (await gateFileOf(original.verified.statement)) ?? '';
  evaluation.start();
  return evaluation;
}
