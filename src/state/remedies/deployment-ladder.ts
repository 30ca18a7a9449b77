import { AppError } from '#core/errors/error.ts';
import { keepRemedy } from '#deploy/change-remedies.ts';
import { recordEvent } from '#deploy/change-deployment.ts';
import { findVersion, type Deployment, type MeasuredChange, type NewVersion } from '#deploy/deployment.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { changeDeployment, listDeployments } from '#records/deployment-records.ts';
import type { Change, Situation, Symptom } from '#remedies/remedy.ts';
import type { LadderHost, LadderStep, TriedStep } from '#remedies/run-ladder.ts';
import type { Trial } from '#remedies/trial.ts';
import type { TaskId } from '#tasks/index.ts';
import { announceDeploymentChange } from '../deployments/deployment-changes.ts';
import { loadVersionModel } from '../deployments/open-version.ts';
import type { EvaluationData } from '../evaluate/data/evaluation-data.svelte.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import type { MeasuredTrial, TrialOptions } from './measure-on-inputs.ts';
import type { OpenableModel } from './open-bench-session.ts';
import { readSituation } from './read-situation.ts';
import { readSetup, withSetup } from './version-setup.ts';

interface LadderOptions extends TrialOptions {
  /** Items with labels; `null` to measure on generated inputs. */
  readonly data: EvaluationData | null;
  readonly confirm: LadderHost['confirm'];
}

/** Measures changes of a stored deployment on this device, and stores those that are kept. */
export class DeploymentLadder implements LadderHost {
  /** The situation at the start; `null` before it is read. */
  initialSituation: Situation | null = null;
  readonly confirm: LadderHost['confirm'];
  readonly #id: string;
  readonly #options: LadderOptions;
  #deployment: Deployment | null = null;
  #situation: Situation | null = null;
  /** The number of threads with which the last change was opened. */
  #threads = 1;

  constructor(id: string, options: LadderOptions) {
    this.#id = id;
    this.#options = options;
    this.confirm = options.confirm;
  }

  /** The task of the deployment; empty before it is read. */
  get task(): string {
    return this.#deployment?.task ?? '';
  }

  async readSituation(): Promise<Situation> {
    const deployment = (await wrapStorageError(listDeployments())).find(({ id }) => id === this.#id);
    if (!deployment) throw new AppError('deployment-changed', { reason: 'deployment-removed' });
    this.#deployment = deployment;
    this.#situation = await readSituation(deployment, this.#options.data !== null);
    this.initialSituation ??= this.#situation;
    return this.#situation;
  }

  async measure(change: Change, symptom: Symptom): Promise<Trial> {
    const { version, setup, gates } = this.#requireSituation();
    const model = await loadVersionModel(version);
    const after = change.kind === 'setup' ? { model, setup: change.setup } : await this.#findVersion(change.version);
    const { trial, threads } = await this.#compare({ model, setup }, after, symptom);
    this.#threads = threads;
    if (change.kind === 'setup' || trial.gates) return trial;
    const otherVersion = this.#requireSituation().others.find(({ version }) => version.number === change.version);
    return { ...trial, gates: { before: gates, after: otherVersion?.gates ?? null } };
  }

  async keep({ remedy, symptom, change, trial }: TriedStep): Promise<void> {
    const { version } = this.#requireSituation();
    const newVersion: NewVersion | number =
      change.kind === 'version' ? change.version : withSetup(version, change.setup, this.#threads);
    await this.#applyChange(
      keepRemedy(newVersion, version.number, { remedy, symptom, measured: toMeasuredChange(trial) }),
    );
  }

  async logUndone(step: LadderStep): Promise<void> {
    if (step.outcome === 'inapplicable') return;
    const { remedy, symptom } = step;
    const { number } = this.#requireSituation().version;
    const [why, measured] =
      step.outcome === 'failed' ? [step.error, null] : [toReason(step), toMeasuredChange(step.trial)];
    await this.#applyChange(recordEvent({ kind: 'remedy-tried', version: number, remedy, symptom, why, measured }));
  }

  #compare(before: OpenableModel, after: OpenableModel, symptom: Symptom): Promise<MeasuredTrial> {
    const { signal, onProgress, data } = this.#options;
    const task = this.#deployment!.task as TaskId; // otherwise no version could have been opened
    return withBenchLock({ signal, onWait: () => {} }, async () => {
      if (!data)
        return (await import('./measure-on-inputs.ts')).measureOnInputs(before, after, symptom, { signal, onProgress });
      const { measureOnItems } = await import('./measure-on-items.ts');
      return measureOnItems(before, after, symptom, { task, data, signal, onProgress });
    });
  }

  async #findVersion(number: number): Promise<OpenableModel> {
    const version = findVersion(this.#deployment!, number);
    if (!version) throw new AppError('deployment-changed', { reason: 'version-removed', version: number });
    return { model: await loadVersionModel(version), setup: readSetup(version) };
  }

  async #applyChange(change: Parameters<typeof changeDeployment>[1]): Promise<void> {
    await wrapStorageError(changeDeployment(this.#id, change));
    announceDeploymentChange();
  }

  #requireSituation(): Situation {
    if (!this.#situation) throw new AppError('internal', { why: 'a ladder reads the situation first' });
    return this.#situation;
  }
}

function toReason({ outcome, verdict }: TriedStep & { readonly outcome: string }): string {
  return outcome === 'declined' ? 'declined' : verdict;
}

function toMeasuredChange({ before, after, gain }: Trial): MeasuredChange {
  return { before: before.value, after: after.value, gain };
}
