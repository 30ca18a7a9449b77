import { spawnWorker } from '#bridge/spawn.ts';
import { asAppError, type AppError } from '#core/error.ts';
import { readPowerFacts, watchPressure, type PowerFacts, type PressureState } from '#device/power-facts.ts';
import type { DeviceSpeeds } from '#device/speeds.ts';
import { deviceHash } from '#links/device-link.ts';
import { recordDeviceCheck } from '../results/record-device-check.ts';
import type { DeviceReport } from './device-report.ts';
import { summaryOf } from './device-summary.ts';
import { knownFacts } from './device-facts.svelte.ts';
import { measureDevice, measurementIds, type MeasurementId } from '#device/measure-device.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';

/** The device check as the page shows it. Each run has workers of its own, which end with it. */
export class DeviceCheck {
  status = $state<'idle' | 'running' | 'done' | 'stopped' | 'failed'>('idle');
  /** What is being measured; null while the engines start. */
  step = $state<MeasurementId | null>(null);
  speeds = $state.raw<Partial<DeviceSpeeds>>({});
  power = $state.raw<PowerFacts | null>(null);
  /** How busy the processor is, noted while the check itself does not load it; null until the browser tells. */
  pressure = $state.raw<PressureState | null>(null);
  report = $state.raw<DeviceReport | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Why the check could not be stored among the results. */
  notStored = $state.raw<AppError | null>(null);
  #stop = new AbortController();
  #unwatchPressure = watchPressure((state) => {
    if (this.status !== 'running') this.pressure = state;
  });

  get fraction(): number | null {
    return this.step ? measurementIds.indexOf(this.step) / measurementIds.length : null;
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** The page is left: what still runs ends, nothing is watched any more, and nobody is told. */
  close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#unwatchPressure();
  }

  /** @param isAsked whether a person asked for it, who is then asked before it is given up */
  async run(isAsked = false): Promise<void> {
    const stop = (this.#stop = new AbortController());
    this.status = 'running';
    this.step = null;
    this.speeds = {};
    this.report = null;
    this.error = null;
    this.notStored = null;
    reportStart('running');
    const startedMs = performance.now();
    const endWork = isAsked ? beginWork('device') : () => {};
    try {
      const [facts, power] = await Promise.all([knownFacts.read(), readPowerFacts()]);
      this.power = power;
      await measureDevice(facts, {
        startWorker: () => spawnWorker('device'),
        signal: stop.signal,
        onStep: (id) => {
          this.step = id;
          reportProgress(id, this.fraction);
        },
        onOutcome: (id, outcome) => (this.speeds = { ...this.speeds, [id]: outcome }),
      });
      const tookMs = Math.round(performance.now() - startedMs);
      this.report = { schema: 1, facts, power, speeds: this.speeds as DeviceSpeeds, tookMs };
      this.status = 'done';
      reportDone(this.report);
      await this.#store(this.report);
    } catch (thrown) {
      if (stop !== this.#stop) return;
      this.error = reportFailure(thrown);
      this.status = this.error.code === 'aborted' ? 'stopped' : 'failed';
    } finally {
      endWork();
    }
  }

  async #store(report: DeviceReport): Promise<void> {
    const summary = summaryOf(report);
    try {
      await recordDeviceCheck(summary, deviceHash(summary));
    } catch (thrown) {
      this.notStored = asAppError(thrown);
    }
  }
}
