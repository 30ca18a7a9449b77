import {
  listSupportedSettings,
  pickEngineSettings,
  changeSetting,
  pickSupportedSettings,
  type SettingId,
  type SettingValue,
} from '#core/engine/engine-settings.ts';
import { getDefaultDevice, type EngineId, type Target } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { defaultSustainedS, listPerformanceTests, type PerformanceTests } from '#evaluate/run/performance-tests.ts';
import { listUnmetNeeds, type UnmetNeed } from '#gates/unmet-needs.ts';
import { formatEvaluateLink, type EvaluateLink } from '#links/evaluate-link.ts';
import { resolveScoredReference } from '#links/run-link.ts';
import type { UnfinishedEvaluation } from '#records/unfinished-evaluations.ts';
import { getTask } from '#tasks/index.ts';
import { textGeneration, type ScoredTaskId } from '#tasks/scored-tasks.ts';
import type { CorruptionId } from '#validation/robustness/corruptions/index.ts';
import { severities } from '#validation/robustness/severities.ts';
import { defaultSuite, type SuiteSettings } from '#validation/robustness/suite-settings.ts';
import { listValidCorruptions } from '#validation/robustness/suite.ts';
import { isInCompanion } from '../companion/open-in-companion.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { findFilesFromOtherPage, findFilesToChooseAgain } from '../picker/reopen-model.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { EvaluationData } from './data/evaluation-data.svelte.ts';
import { rememberSetup } from './evaluation-entry.ts';
import { GateSettings } from './gate-settings.svelte.ts';
import { ModelSlot } from './models/model-slot.svelte.ts';
import type { EvaluationRequest, Scoring } from './run/evaluation-request.ts';

export const catalogue = { models: bundledModels, hubModels: hubCatalogue };

type SlotId = 'candidate' | 'baseline';

/** The scoring of results on a dataset with labels, and on plain texts. */
export interface Scorings {
  readonly labelled: Scoring;
  readonly plainText: Scoring;
}

interface Listener {
  /** Called before a model is opened, because the current result then no longer applies. */
  onOpening(): void;
  /** Called when a model has opened. */
  onOpened(): void;
  onFailed(error: AppError): void;
  /** @param isSame whether the address and the names of the files are unchanged, as after a reload */
  onChanged(isSame: boolean): void;
}

/** The setup of the Evaluate page: the models, the data and the gates, with their settings. */
export class EvaluationSetup {
  link: EvaluateLink;
  readonly candidate: ModelSlot;
  readonly baseline: ModelSlot;
  readonly data: EvaluationData;
  readonly gates = new GateSettings();
  readonly #scorings: Scorings;
  readonly #listener: Listener;

  /** @param scorings how results of the link's task are scored */
  constructor(link: EvaluateLink, scorings: Scorings, listener: Listener) {
    this.link = $state.raw(link);
    this.candidate = new ModelSlot(link.task);
    this.baseline = new ModelSlot(link.task);
    this.data = new EvaluationData({ input: getInputKind(link.task), labelKind: scorings.labelled.label });
    this.#scorings = scorings;
    this.#listener = listener;
  }

  get #scoring(): Scoring {
    return this.data.isPlainText ? this.#scorings.plainText : this.#scorings.labelled;
  }

  /** The metrics of the task, the main one first. */
  get metrics(): Scoring['metrics'] {
    return this.#scoring.metrics;
  }

  /** Whether the baseline’s predictions are the ground truth, because the dataset has no labels. */
  get baselineIsGroundTruth(): boolean {
    const { dataset } = this.data;
    return (
      dataset !== null &&
      this.#scoring.toGroundTruth !== undefined &&
      dataset.items.every(({ label }) => label === null)
    );
  }

  /** The first requirement of a run that is not met; `null` if a run can start. */
  get missingRequirement(): 'model' | 'baseline' | 'data' | 'matching-classes' | 'labels-or-baseline' | null {
    if (!this.candidate.model.opened) return 'model';
    if (this.link.baseline && !this.baseline.model.opened) return 'baseline';
    if (!this.data.dataset) return 'data';
    if (this.data.hasNoMatch(this.candidate.labels)) return 'matching-classes';
    return this.baselineIsGroundTruth && !this.baseline.model.opened ? 'labels-or-baseline' : null;
  }

  /** Why the data cannot be evaluated by the opened models until the user changes something; `null` if it can. */
  get datasetFault(): AppError | null {
    const { missingRequirement, data, candidate } = this;
    if (missingRequirement === 'labels-or-baseline')
      return new AppError('dataset-unclear', { reason: 'no-labels-or-baseline' });
    if (missingRequirement !== 'matching-classes') return null;
    const listExamples = (names: readonly string[]) => names.slice(0, 3).join(', ');
    return new AppError('dataset-unclear', {
      reason: 'no-class-matches',
      classes: listExamples(data.dataset?.classes ?? []),
      labels: listExamples(candidate.labels ?? []),
    });
  }

  /** Opens the models of the link. Those that only the user can open are in `modelToReopen` of their slots. */
  openModels(): void {
    const { model, linkedId, baseline } = this.link;
    if (model) this.candidate.chooseModel(model);
    else {
      const files = findFilesFromOtherPage(linkedId);
      if (files.length > 0) this.candidate.chooseFiles(files, linkedId);
      else if (linkedId !== null) void this.#tryOpenLinked('candidate', linkedId);
      else this.candidate.modelToReopen = findFilesToChooseAgain();
    }
    if (baseline?.model) this.baseline.chooseModel(baseline.model);
    else if (baseline?.linkedId) void this.#tryOpenLinked('baseline', baseline.linkedId);
    else if (baseline) this.baseline.modelToReopen = findFilesToChooseAgain('baselineFiles');
    if (this.candidate.isChosen) void this.#open('candidate');
    if (this.baseline.isChosen) void this.#open('baseline');
  }

  /** Restores the gates of an unfinished run, and asks for its files, which its address does not name. */
  restore({ files, baselineFiles, gates }: NonNullable<UnfinishedEvaluation['entry']>): void {
    const toModelToReopen = (names: readonly string[] = []) =>
      names.length > 0 ? ({ kind: 'files', names } as const) : null;
    if (!this.candidate.isChosen) this.candidate.modelToReopen ??= toModelToReopen(files);
    if (!this.baseline.isChosen && this.link.baseline) this.baseline.modelToReopen ??= toModelToReopen(baselineFiles);
    if (gates !== undefined && this.gates.text === '') this.gates.text = gates;
  }

  /** @throws any error of `resolveScoredReference` */
  pick(slot: SlotId, picked: PickedModel): void {
    if (picked.kind === 'files') return this.chooseFiles(slot, picked.files, picked.linkedId);
    const model = resolveScoredReference(picked.id, this.link.task, catalogue);
    this[slot].chooseModel(model);
    if (slot === 'candidate') {
      const engine = picked.target?.engine ?? model.engineIds[0];
      const device = picked.target?.device ?? (isInCompanion(this.link.device) ? null : this.link.device);
      const link = pickSupportedSettings(this.link, engine, device ?? getDefaultDevice(engine, 'page'));
      this.#setLink({ ...link, model, linkedId: null, engine, device, dimensions: {} });
    } else this.#changeLink({ baseline: { model, linkedId: null } });
    void this.#open(slot);
  }

  chooseFiles(slot: SlotId, files: readonly File[], linkedId: string | null = null): void {
    this[slot].chooseFiles(files, linkedId);
    if (slot === 'candidate') {
      retainFiles(files);
      this.#changeLink({ model: null, linkedId });
    } else this.#changeLink({ baseline: { model: null, linkedId } });
    void this.#open(slot);
  }

  removeBaseline(): void {
    this.baseline.clear();
    this.#changeLink({ baseline: null });
  }

  /** The engine of the open model, or the one that would open it. */
  get engine(): EngineId {
    return this.candidate.model.opened?.facts.engine ?? this.link.engine ?? this.candidate.pageEngine;
  }

  /** The settings that {@link engine} supports. */
  get availableSettings(): readonly SettingId[] {
    const device = this.link.device ?? this.candidate.model.opened?.facts.device;
    return listSupportedSettings(this.engine, device ?? getDefaultDevice(this.engine, 'page'));
  }

  /**
   * Reopens the models on another target; `null` leaves it to the measurements of this device. Settings that the target
   * does not support are reset.
   */
  chooseTarget(target: Pick<Target, 'engine' | 'device'> | null): void {
    const engine = target?.engine ?? this.candidate.pageEngine;
    const device = target?.device ?? null;
    const link = pickSupportedSettings(this.link, engine, device ?? getDefaultDevice(engine, 'page'));
    this.#reopen({ ...link, engine, device });
  }

  /** Reopens the models with another number of threads; `null` as in {@link chooseTarget}. */
  chooseThreads(threads: number | null): void {
    this.#reopen({ ...this.link, threads });
  }

  /** Reopens the models with another engine setting; `null` leaves it to the engine. */
  chooseSetting(id: SettingId, value: SettingValue | null): void {
    this.#reopen(changeSetting(this.link, id, value));
  }

  /** @param items `null` for all */
  chooseSample(items: number | null, seed: number): void {
    this.#changeLink({ items, seed, stopAfter: null });
  }

  /** @param choice `null` to run no corruptions */
  chooseRobustness(choice: SuiteSettings | null): void {
    this.#changeLink({ robustness: choice });
  }

  /** The corruptions that leave the labels of the data valid. */
  get corruptions(): readonly CorruptionId[] {
    return this.data.isPlainText ? [] : listValidCorruptions(this.data.input, this.#scoring.label);
  }

  /** The chosen or default corruptions, and the number of runs that they need. */
  get robustnessSuite() {
    const choice = this.link.robustness ?? defaultSuite;
    const usable = this.data.countUsableItems(this.candidate.labels);
    const itemCount = usable === 0 ? choice.items : Math.min(usable, this.link.items ?? usable);
    const size = {
      items: Math.min(itemCount, choice.items),
      corruptions: this.corruptions.length,
      severities: choice.severities.length,
    };
    return { choice, allSeverities: severities, size };
  }

  choosePerformanceTests(choice: Partial<Pick<EvaluateLink, 'concurrency' | 'sustainedS'>>): void {
    this.#changeLink(choice);
  }

  /** The performance tests that follow the items: those chosen, and those that the gates require. */
  get performanceTests(): PerformanceTests {
    return listPerformanceTests(this.link, this.gates.file);
  }

  /** The needs of the gates that the current setup does not meet. */
  get unmetNeeds(): readonly UnmetNeed[] {
    const { concurrency, sustainedS } = this.performanceTests;
    const usable = this.data.countUsableItems(this.candidate.labels);
    return listUnmetNeeds(this.gates.file, {
      hasBaseline: this.baseline.isChosen,
      items: this.data.isPlainText || usable === 0 ? null : Math.min(usable, this.link.items ?? usable),
      metrics: this.metrics,
      hasLoadTest: concurrency > 0,
      hasSustainedRun: sustainedS >= defaultSustainedS,
      hasModelFiles: !this.candidate.isChosen || this.candidate.hasReadableFiles,
    });
  }

  /** @param unfinished an earlier run to continue, with its own gates */
  buildRequest(unfinished: UnfinishedEvaluation | null): EvaluationRequest {
    const { link, candidate, baseline, data, baselineIsGroundTruth, corruptions } = this;
    const gateFile = unfinished ? unfinished.gateFile : this.gates.takeSnapshot();
    const scoring = this.#scoring;
    return {
      link,
      candidate,
      baseline,
      data,
      baselineIsGroundTruth,
      corruptions,
      gateFile,
      unfinished,
      scoring,
    };
  }

  close(): void {
    this.candidate.clear();
    this.baseline.clear();
    this.data.close();
  }

  async #tryOpenLinked(slot: SlotId, id: string): Promise<void> {
    if (await this[slot].tryOpenLinked(id)) await this.#open(slot);
  }

  async #open(slot: SlotId): Promise<void> {
    this.#listener.onOpening();
    const { threads, dimensions } = this.link;
    const { engine, device } = slot === 'candidate' ? this.link : this.baseline.findTargetLike(this.link);
    const openOptions = { ...pickEngineSettings(this.link), device, threads, dimensions };
    const error = await this[slot].open(openOptions, engine);
    if (error) this.#listener.onFailed(error);
    else this.#listener.onOpened();
  }

  #reopen(link: EvaluateLink): void {
    this.#setLink(link);
    for (const slot of ['candidate', 'baseline'] as const) if (this[slot].isChosen) void this.#open(slot);
  }

  #changeLink(changes: Partial<EvaluateLink>): void {
    this.#setLink({ ...this.link, ...changes });
  }

  #setLink(link: EvaluateLink): void {
    const isUnchanged = rememberSetup(this, formatEvaluateLink(this.link), formatEvaluateLink(link));
    this.link = link;
    this.#listener.onChanged(isUnchanged);
  }
}

const getInputKind = (task: ScoredTaskId) => (task === textGeneration ? 'text' : getTask(task).input);
