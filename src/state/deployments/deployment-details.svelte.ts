import { AppError, asAppError } from '#core/errors/error.ts';
import type { GateResult } from '#core/gate/gate-outcome.ts';
import * as change from '#deploy/change-deployment.ts';
import { setRemedyMode, undoRemedy } from '#deploy/change-remedies.ts';
import { findRollbackTarget, findVersion, type Deployment, type RemedyMode, type Version } from '#deploy/deployment.ts';
import type { RolloutJudgement } from '#deploy/judge-rollout.ts';
import { findNextReview, type ReviewDue } from '#deploy/review-schedule.ts';
import type { LiveGates, Rollout } from '#deploy/rollout.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import { evaluateAlert, type Monitored } from '#monitor/alerts/evaluate-alert.ts';
import { mergeSummaries, type MonitorSummary } from '#monitor/merge-windows.ts';
import { readMeasure } from '#monitor/measures.ts';
import type { MonitorWindow } from '#monitor/monitor-window.ts';
import { selectPeriod, toSeries, type SeriesStep } from '#monitor/series.ts';
import {
  changeDeployment,
  deleteDeployment,
  deleteWindows,
  listDeployments,
  loadWindows,
} from '#records/deployment-records.ts';
import { deleteObservations } from '#records/observation-records.ts';
import { loadGateRun, type OpenedGateRun } from '../results/stored-gate-run.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import { attempt } from '../shell/attempt.ts';
import { announceDeploymentChange, onDeploymentChange } from './deployment-changes.ts';
import type { ConfirmFailedGates } from './deployment-list.svelte.ts';
import { judgeStoredRollout } from './judge-stored-rollout.ts';
import { listMissingVersions, restoreVersion } from './missing-version.ts';
import { openVersion } from './open-version.ts';
import { listRequiredAlerts, listWatchedLimits } from './required-alerts.ts';
import { RecentInputs } from './recent-inputs.svelte.ts';
import { findEvidence, listFailedGates, type VersionEvidence } from './version-evidence.ts';

/** Periods of the monitor, in hours: a day, a week, a month and a year. */
export const periodChoicesHours = [24, 168, 744, 8_784] as const;
/** Interval at which dates and alerts are checked while the page is open. */
const refreshIntervalMs = 30_000;

/** The state of the page of one deployment, updated when another tab changes the deployment. */
export class DeploymentDetails {
  readonly id: string;
  /** `null` until it is read. */
  deployment = $state.raw<Deployment | null>(null);
  /** Whether there is no deployment with this id. */
  isMissing = $state(false);
  windows = $state.raw<readonly MonitorWindow[]>([]);
  /** The number of windows that cannot be read. */
  damagedWindowCount = $state(0);
  judgement = $state.raw<RolloutJudgement | null>(null);
  /** Numbers of the versions whose model is no longer in this browser. */
  missingVersions = $state.raw<readonly number[]>([]);
  /** Stored evidence about the model of the current version. */
  evidence = $state.raw<VersionEvidence | null>(null);
  /** The current version's last gate run, with its production checklist; `null` without one. */
  gateRun = $state.raw<OpenedGateRun | null>(null);
  /** The recent inputs of the current version. */
  readonly inputs = new RecentInputs();
  error = $state.raw<AppError | null>(null);
  isRehearsing = $state(false);
  periodHours = $state<(typeof periodChoicesHours)[number]>(24);
  /** The version whose runs the monitor shows; `null` for all. */
  selectedVersion = $state<number | null>(null);
  #nowMs = $state(Date.now());
  #loadCount = 0;
  readonly #timer = setInterval(() => void this.#refresh(), refreshIntervalMs);
  readonly #stopListening = onDeploymentChange(() => void this.load());
  readonly #onAlert: (rule: AlertRule) => void;

  /** @param onAlert called when this page finds that a rule alerts */
  constructor(id: string, onAlert: (rule: AlertRule) => void) {
    this.id = id;
    this.#onAlert = onAlert;
  }

  async load(): Promise<void> {
    const loadNumber = ++this.#loadCount;
    await attempt(this, async () => {
      const deployment = (await wrapStorageError(listDeployments())).find(({ id }) => id === this.id) ?? null;
      const version = deployment && findVersion(deployment, deployment.current);
      const [{ windows, damagedCount }, judgement, evidence] = await Promise.all([
        wrapStorageError(loadWindows(this.id)),
        deployment && judgeStoredRollout(deployment),
        version ? findEvidence(version) : null,
      ]);
      if (loadNumber !== this.#loadCount) return;
      this.#nowMs = Date.now();
      [this.deployment, this.isMissing, this.judgement] = [deployment, deployment === null, judgement];
      [this.windows, this.damagedWindowCount, this.evidence] = [windows, damagedCount, evidence];
      this.missingVersions = deployment ? await listMissingVersions(deployment.versions) : [];
      this.gateRun = evidence?.gateRun ? await loadGateRun(evidence.gateRun.id) : null;
      if (deployment && version) await this.inputs.load(deployment, version, windows);
    });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#stopListening();
  }

  get currentVersion(): Version | null {
    return (this.deployment && findVersion(this.deployment, this.deployment.current)) ?? null;
  }

  get rollbackTarget(): Version | null {
    return this.deployment && findRollbackTarget(this.deployment);
  }

  get nextReview(): ReviewDue | null {
    return this.deployment && findNextReview(this.deployment, this.#nowMs);
  }

  /** Numbers of the versions that ran. */
  get monitoredVersions(): readonly number[] {
    return [...new Set(this.windows.map(({ version }) => version))].sort((a, b) => a - b);
  }

  /** The totals of the chosen period. */
  get summary(): MonitorSummary {
    return mergeSummaries(this.#period);
  }

  /** The chosen period by hour or, if it is longer than a week, by day. */
  get series(): readonly SeriesStep[] {
    const span = this.periodHours > 168 ? 'day' : 'hour';
    return toSeries(this.#period, span);
  }

  get #period(): readonly MonitorWindow[] {
    const { selectedVersion } = this;
    const versionWindows = this.windows.filter(
      ({ version }) => selectedVersion === null || version === selectedVersion,
    );
    return selectPeriod(versionWindows, this.periodHours, this.#nowMs);
  }

  /**
   * The 95th percentile of the current version's latency, above which a run of a candidate is slow; `null` if not
   * measured.
   */
  get currentLatencyP95Ms(): number | null {
    const currentWindows = this.windows.filter(({ version }) => version === this.deployment?.current);
    return readMeasure(mergeSummaries(currentWindows), 'latency-p95')?.value ?? null;
  }

  /** @returns whether the version now answers; false, too, if it failed gates and the person does not confirm */
  async switchTo(version: number, confirmFailedGates: ConfirmFailedGates): Promise<boolean> {
    if (!(await this.#confirmFailedGates(version, confirmFailedGates))) return false;
    return this.#applyChange(change.switchTo(version));
  }

  rollBack(): Promise<boolean> {
    return this.#applyChange(change.rollBack());
  }

  /** Stores or links the files of a version again. */
  async restoreVersion(version: Version, files: readonly File[]): Promise<void> {
    const isRestored = await attempt(this, () => restoreVersion(version, files));
    if (isRestored) await this.load();
  }

  removeVersion(version: number): Promise<boolean> {
    return this.#applyChange(change.removeVersion(version));
  }

  startRollout(candidate: number, mode: Rollout['mode'], gates: LiveGates): Promise<boolean> {
    return this.#applyChange(change.startRollout(candidate, mode, gates, crypto.randomUUID()));
  }

  stopRollout(): Promise<boolean> {
    return this.#applyChange(change.stopRollout(this.deployment?.rollout?.id ?? ''));
  }

  setReviews(everyDays: number | null): Promise<boolean> {
    return this.#applyChange(change.setReviews(everyDays));
  }

  setNote(version: number, note: string): Promise<boolean> {
    return this.#applyChange(change.setNote(version, note));
  }

  rename(name: string): Promise<boolean> {
    return this.#applyChange(change.rename(name));
  }

  setKeepsInputs(keepsInputs: boolean): Promise<boolean> {
    return this.#applyChange(change.setKeepsInputs(keepsInputs));
  }

  /** Records that a person has reviewed the current version. */
  recordReview(note: string): Promise<boolean> {
    return this.#applyChange(change.recordEvent({ kind: 'reviewed', version: this.deployment?.current ?? 0, note }));
  }

  setRemedyMode(mode: RemedyMode): Promise<boolean> {
    return this.#applyChange(setRemedyMode(mode));
  }

  undoRemedy(): Promise<boolean> {
    return this.#applyChange(undoRemedy());
  }

  setAlertRule(rule: AlertRule): Promise<boolean> {
    return this.#applyChange(change.setAlertRule(rule));
  }

  /** Rules that the limits of the current version's gates require, and that are not set yet. */
  get requiredAlerts(): readonly Omit<AlertRule, 'id'>[] {
    const { deployment, gateRun } = this;
    return deployment && gateRun ? listRequiredAlerts(gateRun.gateRun.results, deployment.alertRules) : [];
  }

  /** The limits of the current version's gates that can be exceeded in use; empty if no gates were run. */
  get watchedLimits(): ReturnType<typeof listWatchedLimits> {
    const { deployment, gateRun } = this;
    return deployment && gateRun ? listWatchedLimits(gateRun.gateRun.results, deployment.alertRules) : [];
  }

  async addRequiredAlerts(): Promise<void> {
    for (const rule of this.requiredAlerts) await this.setAlertRule({ id: crypto.randomUUID(), ...rule });
  }

  removeAlertRule(id: string): Promise<boolean> {
    return this.#applyChange(change.removeAlertRule(id));
  }

  get #monitored(): Monitored {
    return { windows: this.windows, driftP: this.inputs.drift?.p ?? null };
  }

  /** The current value of an alert rule; `null` if it was not measured. */
  computeAlertValue(rule: AlertRule): number | null {
    return evaluateAlert(rule, this.#monitored, this.#nowMs, false).value;
  }

  /** Opens and closes the version to which a rollback would switch, to check that it can be opened. */
  async rehearseRollback(): Promise<void> {
    const target = this.rollbackTarget;
    if (!target || this.isRehearsing) return;
    this.isRehearsing = true;
    const startMs = performance.now();
    let outcome: { readonly ms: number } | { readonly error: string };
    let failure: AppError | null = null;
    try {
      (await openVersion(target)).close();
      outcome = { ms: performance.now() - startMs };
    } catch (thrown) {
      failure = asAppError(thrown);
      outcome = { error: failure.code };
    }
    await this.#applyChange(change.recordEvent({ kind: 'rehearsed', version: target.number, outcome }));
    this.error ??= failure;
    this.isRehearsing = false;
  }

  /** Deletes the monitoring windows and recent observations of the deployment. */
  async deleteMonitoringData(): Promise<void> {
    await attempt(this, async () => {
      await wrapStorageError(Promise.all([deleteWindows(this.id), deleteObservations(this.id)]));
    });
    announceDeploymentChange();
  }

  /** Deletes the deployment; the models remain stored. @returns whether it was deleted */
  async deleteDeployment(): Promise<boolean> {
    const isDone = await attempt(this, () => wrapStorageError(deleteDeployment(this.id)));
    if (isDone) announceDeploymentChange();
    return isDone;
  }

  /** Updates the time and evaluates the alert rules, so that a lack of runs raises an alert too. */
  async #refresh(): Promise<void> {
    this.#nowMs = Date.now();
    const { deployment } = this;
    if (!deployment) return;
    for (const rule of deployment.alertRules) {
      const wasRaised = deployment.raisedAlerts.includes(rule.id);
      const { isRaised, value } = evaluateAlert(rule, this.#monitored, this.#nowMs, wasRaised);
      if (isRaised === wasRaised || value === null) continue;
      await this.#applyChange(change.setAlertState(rule, isRaised, value));
      if (isRaised) this.#onAlert(rule);
    }
  }

  async #confirmFailedGates(number: number, confirmFailedGates: ConfirmFailedGates): Promise<boolean> {
    const version = this.deployment && findVersion(this.deployment, number);
    if (!version) return true; // the change then fails with the reason
    let failedGates: readonly GateResult[] = [];
    const isRead = await attempt(this, async () => {
      failedGates = await wrapStorageError(listFailedGates(version));
    });
    return isRead && (failedGates.length === 0 || confirmFailedGates(failedGates));
  }

  async #applyChange(apply: change.DeploymentChange): Promise<boolean> {
    const isDone = await attempt(this, async () => {
      await wrapStorageError(changeDeployment(this.id, apply));
    });
    const { error } = this;
    announceDeploymentChange(); // this page reads it again too, also after a change that no longer applied
    await this.load();
    this.error = error;
    return isDone;
  }
}
