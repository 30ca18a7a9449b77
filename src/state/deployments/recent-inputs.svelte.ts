import type { AppError } from '#core/errors/error.ts';
import { estimateAccuracy, type EstimationMethod } from '#drift/accuracy/accuracy-estimator.ts';
import { computePastErrors, type PastError } from '#drift/accuracy/past-errors.ts';
import { minItems, type UncomparedFeature } from '#drift/compare-windows.ts';
import type { DriftReport } from '#drift/drift-report.ts';
import type { Deployment, Version } from '#deploy/deployment.ts';
import type { QueuedInput } from '#deploy/labelling/queued-input.ts';
import type { MonitorWindow } from '#monitor/monitor-window.ts';
import type { TimedObservation } from '#monitor/recent-observations.ts';
import { findEstimator, type StoredEstimator } from '#records/accuracy-estimators.ts';
import { loadQueue } from '#records/labelling-records.ts';
import { loadObservations } from '#records/observation-records.ts';
import {
  deleteReferenceWindow,
  loadReferenceWindow,
  storeReferenceWindow,
  type ReferenceWindow,
} from '#records/reference-windows.ts';
import type { TaskId } from '#tasks/index.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import { attempt } from '../shell/attempt.ts';
import { compareWithReference, listUncompared } from './compare-with-reference.ts';
import { announceDeploymentChange } from './deployment-changes.ts';

/** The recent inputs of a deployment's current version: their drift, and the accuracy estimated on them. */
export class RecentInputs {
  readonly minInputs = minItems;
  /** The oldest first. */
  observations = $state.raw<readonly TimedObservation[]>([]);
  /** Stored observations and queued inputs that cannot be read. */
  damagedCount = $state(0);
  reference = $state.raw<ReferenceWindow | null>(null);
  /** How the inputs differ from the reference; `null` without a reference. */
  drift = $state.raw<DriftReport | null>(null);
  /** Features that `drift` leaves out; empty without a comparison. */
  uncompared = $state.raw<readonly UncomparedFeature[]>([]);
  estimator = $state.raw<StoredEstimator | null>(null);
  /** Estimated accuracy, by method; `null` without an estimator, or with fewer than {@link minInputs} inputs. */
  estimates = $state.raw<Readonly<Record<EstimationMethod, number>> | null>(null);
  pastErrors = $state.raw<readonly PastError[]>([]);
  /** Inputs to label, of all versions, the oldest first. */
  queue = $state.raw<readonly QueuedInput[]>([]);
  error = $state.raw<AppError | null>(null);
  #version: Version | null = null;
  #task = '';

  /** @param windows the monitor's, of all versions */
  async load(deployment: Deployment, version: Version, windows: readonly MonitorWindow[]): Promise<void> {
    const { id, task } = deployment;
    [this.#version, this.#task] = [version, task];
    await attempt(this, async () => {
      const [{ observations, damagedCount }, queue, reference, estimator] = await wrapStorageError(
        Promise.all([
          loadObservations(id, version.number),
          loadQueue(id),
          loadReferenceWindow(task, version.model),
          findEstimator(version.files, task),
        ]),
      );
      if (version !== this.#version) return;
      [this.observations, this.queue, this.reference, this.estimator] = [
        observations,
        queue.inputs,
        reference,
        estimator,
      ];
      this.damagedCount = damagedCount + queue.damagedCount;
      this.drift = reference && compareWithReference(observations, reference, windows, version.number);
      const isCompared = this.drift !== null && this.drift.verdict !== 'not-measured';
      this.uncompared = reference && isCompared ? listUncompared(observations, reference, task as TaskId) : [];
      this.#estimate(version.number);
    });
  }

  /** Random inputs of the current version that have a label, the oldest first. */
  get labelledAtRandom(): readonly QueuedInput[] {
    return this.queue.filter(
      ({ reason, label, version }) => reason === 'random' && label !== null && version === this.#version?.number,
    );
  }

  /** Stores the recent inputs as the reference, replacing an earlier one. */
  storeReference(): Promise<void> {
    return this.#change(async ({ model }) => {
      const reference = { task: this.#task, model, keptAt: Date.now(), observations: this.observations };
      await storeReferenceWindow(reference);
    });
  }

  removeReference(): Promise<void> {
    return this.#change(({ model }) => deleteReferenceWindow(this.#task, model));
  }

  #estimate(version: number): void {
    const fit = this.estimator?.estimator;
    const probabilities = this.observations.flatMap(({ classes }) =>
      classes ? [classes.map(({ probability }) => probability)] : [],
    );
    this.estimates = fit && probabilities.length >= minItems ? estimateAccuracy(fit, probabilities) : null;
    const labelled = this.labelledAtRandom.filter((input) => input.version === version);
    this.pastErrors = fit
      ? computePastErrors(
          fit,
          labelled.map(({ atMs, classes, label }) => ({
            atMs,
            probabilities: classes.map(({ probability }) => probability),
            isCorrect: classes[0]?.label === label,
          })),
        )
      : [];
  }

  async #change(action: (version: Version) => Promise<void>): Promise<void> {
    const version = this.#version;
    if (!version) return;
    await attempt(this, () => wrapStorageError(action(version)));
    announceDeploymentChange(); // the page loads the inputs again
  }
}
