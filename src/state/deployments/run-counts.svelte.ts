import { asAppError, type AppError } from '#core/errors/error.ts';
import type { Observation } from '#core/task/observation.ts';
import { setAlertState } from '#deploy/change-deployment.ts';
import type { Deployment } from '#deploy/deployment.ts';
import { createEmptyTally, mergeTallies, type Rollout, type ShareTally } from '#deploy/rollout.ts';
import { maxRuleHours, type AlertRule } from '#monitor/alerts/alert-rule.ts';
import { evaluateAlert } from '#monitor/alerts/evaluate-alert.ts';
import { mergeSameWindows } from '#monitor/merge-windows.ts';
import { spanMs, type MonitoredRun, type MonitorWindow } from '#monitor/monitor-window.ts';
import { appendObservations, type TimedObservation } from '#monitor/recent-observations.ts';
import { WindowRecorder } from '#monitor/window-recorder.ts';
import { addTally, addWindows, changeDeployment, loadHours } from '#records/deployment-records.ts';
import { addObservations } from '#records/observation-records.ts';
import { announceDeploymentChange } from './deployment-changes.ts';
import { advanceRollout } from './judge-stored-rollout.ts';

/** How often counts are stored. */
const flushIntervalMs = 5_000;
/** Minimum time between two evaluations of the alert rules. */
const minAlertIntervalMs = 60_000;
/** Minimum time between two measurements of drift, which take longer and change slowly. Heuristic, not measured. */
const minDriftIntervalMs = 300_000;

interface RolloutTally {
  readonly rollout: Rollout;
  readonly counts: ShareTally;
}

/**
 * Counts the outcomes of a deployment's runs for its monitor and rollout. The counts are added to those stored by other
 * tabs.
 */
export class RunCounts {
  /** Why the last attempt to store counts failed; `null` if it succeeded. */
  storageError = $state.raw<AppError | null>(null);
  readonly #deployment: () => Deployment;
  readonly #addWindows: typeof addWindows;
  readonly #recorder: WindowRecorder;
  /** Windows that could not be stored yet. */
  #unstored: readonly MonitorWindow[] = [];
  /** Outcomes that are not stored yet, by rollout and share. */
  readonly #tallies = new Map<string, RolloutTally>();
  /** Observations that are not stored yet, by version. */
  readonly #observations = new Map<number, readonly TimedObservation[]>();
  #flush: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #alertsCheckedAtMs = 0;
  #driftCheckedAtMs = 0;
  /** Stores the counts when the page is hidden, because the browser may then end it at any time. */
  readonly #storeIfHidden = () => void this.store();

  /**
   * @param deployment returns the deployment as last read
   * @param storeWindows adds windows to the stored ones; the failure tests of `staging/faults.ts` replace it
   */
  constructor(deployment: () => Deployment, storeWindows: typeof addWindows = addWindows) {
    this.#deployment = deployment;
    this.#addWindows = storeWindows;
    this.#recorder = new WindowRecorder(deployment().id);
    addEventListener('visibilitychange', this.#storeIfHidden);
  }

  addRun(run: MonitoredRun): void {
    this.#recorder.add(run, Date.now());
    this.#scheduleFlush();
  }

  /** Adds features of an input or of a result. */
  addNumbers(version: number, numbers: Readonly<Record<string, number>>): void {
    this.#recorder.addNumbers(version, numbers, Date.now());
  }

  /** Adds the observation of an input to the recent ones, from which drift is computed. */
  addObservation(version: number, observation: Observation): void {
    const earlier = this.#observations.get(version) ?? [];
    this.#observations.set(version, appendObservations(earlier, [{ ...observation, atMs: Date.now() }]));
    this.#scheduleFlush();
  }

  /** Counts camera frames that could not run. */
  addDroppedFrames(version: number, count: number): void {
    this.#recorder.addDroppedFrames(version, count, Date.now());
    this.#scheduleFlush();
  }

  /** @param add adds the outcome to the tally of a rollout */
  addOutcome(rollout: Rollout, add: (tally: ShareTally) => ShareTally): void {
    this.#addTally({ rollout, counts: add(createEmptyTally(rollout.share)) });
  }

  /** Stores the counts so far. Call it at any time; errors are in `storageError`. */
  store(): Promise<void> {
    this.#flush ??= this.#storeAll().finally(() => (this.#flush = null));
    return this.#flush;
  }

  /** Stores the remaining counts. */
  close(): void {
    this.#isClosed = true;
    removeEventListener('visibilitychange', this.#storeIfHidden);
    clearTimeout(this.#timer);
    void (this.#flush ?? Promise.resolve()).then(() => this.store());
  }

  async #storeAll(): Promise<void> {
    this.#unstored = mergeSameWindows([...this.#unstored, ...this.#recorder.take()]);
    try {
      await this.#addWindows(this.#unstored);
      this.#unstored = [];
      await this.#storeObservations();
      if (await this.#storeTallies()) await advanceRollout(this.#deployment());
      await this.#checkAlerts();
      this.storageError = null;
      announceDeploymentChange();
    } catch (thrown) {
      this.storageError = asAppError(thrown);
    }
  }

  /** @returns whether there were tallies to store */
  async #storeTallies(): Promise<boolean> {
    const hasTallies = this.#tallies.size > 0;
    for (const [key, tally] of this.#tallies) {
      this.#tallies.delete(key);
      try {
        await addTally(this.#deployment().id, tally.rollout.id, tally.counts);
      } catch (thrown) {
        this.#addTally(tally);
        throw thrown;
      }
    }
    return hasTallies;
  }

  async #storeObservations(): Promise<void> {
    for (const [version, observations] of this.#observations) {
      this.#observations.delete(version);
      try {
        await addObservations({ deployment: this.#deployment().id, version, observations });
      } catch (thrown) {
        const later = this.#observations.get(version) ?? [];
        this.#observations.set(version, appendObservations(observations, later));
        throw thrown;
      }
    }
  }

  async #checkAlerts(): Promise<void> {
    const nowMs = Date.now();
    const deployment = this.#deployment();
    const { id, alertRules, raisedAlerts } = deployment;
    // The absolute value, in case the clock was set back.
    if (alertRules.length === 0 || Math.abs(nowMs - this.#alertsCheckedAtMs) < minAlertIntervalMs) return;
    this.#alertsCheckedAtMs = nowMs;
    const windows = await loadHours(id, nowMs - (2 * maxRuleHours + 1) * spanMs.hour);
    const driftP = await this.#measureDrift(deployment, windows, nowMs);
    for (const rule of alertRules) {
      const wasRaised = raisedAlerts.includes(rule.id);
      const { isRaised, value } = evaluateAlert(rule, { windows, driftP }, nowMs, wasRaised);
      if (isRaised === wasRaised || value === null) continue;
      const changed = await changeDeployment(id, setAlertState(rule, isRaised, value));
      if (isRaised && changed.remedyMode === 'automatic') void runRemedies(changed, rule);
    }
  }

  /**
   * Measures the p-value of the drift. `null` if no rule needs it or if it was measured recently; its alert then stays
   * as it was.
   */
  async #measureDrift(
    deployment: Deployment,
    windows: readonly MonitorWindow[],
    nowMs: number,
  ): Promise<number | null> {
    const isNeeded = deployment.alertRules.some(({ kind }) => kind === 'drift');
    if (!isNeeded || Math.abs(nowMs - this.#driftCheckedAtMs) < minDriftIntervalMs) return null;
    this.#driftCheckedAtMs = nowMs;
    const { loadDriftP } = await import('./compare-with-reference.ts');
    return loadDriftP(deployment, windows);
  }

  #addTally({ rollout, counts }: RolloutTally): void {
    const key = `${rollout.id} ${counts.share}`;
    const earlier = this.#tallies.get(key);
    this.#tallies.set(key, { rollout, counts: earlier ? mergeTallies(earlier.counts, counts) : counts });
  }

  #scheduleFlush(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.store();
    }, flushIntervalMs);
  }
}

/** Runs the ladder for an alert. The outcome of each step is in the deployment's history, so its errors are ignored. */
async function runRemedies(deployment: Deployment, rule: AlertRule): Promise<void> {
  try {
    const { runAutomatically } = await import('../remedies/automatic-ladder.ts');
    await runAutomatically(deployment, rule);
  } catch {}
}
