import { spawnWorker } from '#bridge/spawn-worker.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import { readPowerFacts, watchPressure, type PowerFacts, type PressureState } from '#device/power-facts.ts';
import type { DeviceSpeeds } from '#device/speeds.ts';
import { formatDeviceLink } from '#links/device-link.ts';
import { measureDevice, measurementIds, type MeasurementId } from '#device/measure-device.ts';
import { recordDeviceCheck } from '../results/record-device-check.ts';
import type { DeviceReport } from './device-report.ts';
import { summariseDevice } from './device-summary.ts';
import { readLastCheck, writeLastCheck } from './last-check.ts';
import { deviceFacts } from './device-facts.svelte.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';

/** The measurements of a check whose page was left; the next check continues after them. */
let unfinishedCheck: { readonly speeds: Partial<DeviceSpeeds>; readonly ms: number } = { speeds: {}, ms: 0 };

/** How long the pressure of the check itself may last after its end. Heuristic: twice the delay of the first report. */
const settlingMs = 5_000;

/** The device check of the Device page. Each run has its own workers, which are terminated at its end. */
export class DeviceCheck {
  status = $state<'idle' | 'running' | 'done' | 'stopped' | 'failed'>('idle');
  /** The current measurement; `null` while the engines start. */
  step = $state<MeasurementId | null>(null);
  speeds = $state.raw<Partial<DeviceSpeeds>>({});
  power = $state.raw<PowerFacts | null>(null);
  /** CPU pressure, recorded while the check itself is not running; `null` until the browser reports it. */
  pressure = $state.raw<PressureState | null>(null);
  report = $state.raw<DeviceReport | null>(null);
  /** When the report was made, in epoch milliseconds. */
  measuredAt = $state<number | null>(null);
  /** The fraction of the engines that have started; `null` before the first. */
  startedEngineFraction = $state<number | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Why the check could not be stored among the results. */
  storageError = $state.raw<AppError | null>(null);
  #controller = new AbortController();
  #startedMs = 0;
  /** The latest state, also while the check runs. */
  #reportedPressure: PressureState | null = null;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #unwatchPressure = watchPressure((state) => {
    this.#reportedPressure = state;
    if (this.status !== 'running') this.pressure = state;
  });

  get fraction(): number | null {
    return this.step ? measurementIds.indexOf(this.step) / measurementIds.length : this.startedEngineFraction;
  }

  /**
   * Shows the last check of this device, unless an interrupted check is to be continued.
   * @returns whether it is shown
   */
  restore(): boolean {
    const last = Object.keys(unfinishedCheck.speeds).length > 0 ? null : readLastCheck(deviceFacts.basic);
    if (!last) return false;
    this.report = last.report;
    this.measuredAt = last.measuredAt;
    this.speeds = last.report.speeds;
    this.status = 'done';
    void readPowerFacts().then((power) => (this.power ??= power));
    return true;
  }

  cancel(): void {
    this.#controller.abort();
  }

  /** Call this when the page is left: stops the run, to be continued by the next, and the pressure observer. */
  close(): void {
    if (this.status === 'running') unfinishedCheck = { speeds: this.speeds, ms: performance.now() - this.#startedMs };
    this.#controller.abort();
    this.#controller = new AbortController();
    clearTimeout(this.#settling);
    this.#unwatchPressure();
  }

  /** @param isRequested whether the user started it; leaving the page then asks for confirmation */
  async run(isRequested = false): Promise<void> {
    const controller = (this.#controller = new AbortController());
    this.status = 'running';
    this.step = null;
    this.startedEngineFraction = null;
    const { speeds, ms } = isRequested ? { speeds: {}, ms: 0 } : unfinishedCheck;
    unfinishedCheck = { speeds: {}, ms: 0 };
    this.speeds = speeds;
    this.report = null;
    this.error = null;
    this.storageError = null;
    reportStart('running');
    const startedMs = (this.#startedMs = performance.now() - ms);
    const endWork = isRequested ? beginWork('device') : () => {};
    try {
      const [facts, power] = await Promise.all([deviceFacts.read(), readPowerFacts()]);
      this.power = power;
      // The check itself loads the CPU, so only the pressure before it is meaningful.
      const hasCpuPressure = this.pressure === 'serious' || this.pressure === 'critical';
      const isDisturbed = await measureDevice(facts, {
        startWorker: () => spawnWorker('device'),
        ids: measurementIds.filter((id) => !(id in speeds)),
        signal: controller.signal,
        onEngine: (started, total) => (this.startedEngineFraction = started / total),
        onStep: (id) => {
          this.step = id;
          reportProgress(id, this.fraction);
        },
        onOutcome: (id, outcome) => (this.speeds = { ...this.speeds, [id]: outcome }),
      });
      const tookMs = Math.round(performance.now() - startedMs);
      this.report = {
        schema: 1,
        facts,
        power,
        speeds: this.speeds as DeviceSpeeds,
        tookMs,
        ...((isDisturbed || hasCpuPressure) && { isDisturbed: true }),
      };
      this.measuredAt = Date.now();
      writeLastCheck({ measuredAt: this.measuredAt, report: this.report });
      this.status = 'done';
      reportDone(this.report);
    } catch (thrown) {
      if (controller !== this.#controller) return;
      this.error = reportFailure(thrown);
      this.status = this.error.code === 'aborted' ? 'stopped' : 'failed';
    } finally {
      endWork();
      // Pressure that lasts after the check is not its own. The browser reports only changes.
      this.#settling = setTimeout(() => (this.pressure = this.#reportedPressure), settlingMs);
    }
    if (this.report) await this.#store(this.report, isRequested);
  }

  async #store(report: DeviceReport, isRequested: boolean): Promise<void> {
    const summary = summariseDevice(report);
    try {
      await recordDeviceCheck(summary, formatDeviceLink(summary), isRequested);
    } catch (thrown) {
      this.storageError = asAppError(thrown);
    }
  }
}
