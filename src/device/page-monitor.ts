import type { Interval } from '#bench/measure/interruptions.ts';
import type { EventLoop } from '#core/report/report-header.ts';
import { EventLoopMonitor } from './event-loop-monitor.ts';

/** The Battery Status API, if the browser supports it; TypeScript's DOM library does not declare it. */
interface BatteryNavigator {
  getBattery?(): Promise<EventTarget>;
}

/**
 * Monitors the page during a measurement: times when it is hidden or frozen or the charger changes (R14), and delays of
 * the event loop (R15). It also keeps the screen on (R18).
 */
export class PageMonitor {
  readonly #interruptions: [start: number, end: number][] = [];
  readonly #controller = new AbortController();
  readonly #eventLoopMonitor = new EventLoopMonitor();
  #hiddenSince: number | null = null;

  constructor() {
    const { signal } = this.#controller;
    if (document.hidden) this.#hiddenSince = Date.now();
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#hide() : this.#show()), { signal });
    document.addEventListener('freeze', () => this.#hide(), { signal });
    document.addEventListener('resume', () => this.#show(), { signal });
    addEventListener('pagehide', () => this.#hide(), { signal });
    addEventListener('pageshow', () => this.#show(), { signal });
    void this.#keepScreenOn();
    void this.#watchPower();
  }

  get interruptions(): readonly Interval[] {
    const open = this.#hiddenSince;
    return open === null ? this.#interruptions : [...this.#interruptions, [open, Date.now()]];
  }

  get eventLoop(): EventLoop {
    return this.#eventLoopMonitor.eventLoop;
  }

  stop(): void {
    this.#controller.abort();
    this.#eventLoopMonitor.stop();
  }

  #hide(): void {
    this.#hiddenSince ??= Date.now();
  }

  #show(): void {
    if (this.#hiddenSince !== null) this.#interruptions.push([this.#hiddenSince, Date.now()]);
    this.#hiddenSince = null;
    void this.#keepScreenOn(); // the browser releases the lock of a hidden page
  }

  async #keepScreenOn(): Promise<void> {
    try {
      const lock = await navigator.wakeLock?.request('screen');
      if (!lock) return;
      if (this.#controller.signal.aborted) await lock.release();
      else this.#controller.signal.addEventListener('abort', () => void lock.release());
    } catch {
      // Denied on low battery or by policy. If the screen turns off, the hidden page is recorded.
    }
  }

  async #watchPower(): Promise<void> {
    const battery = await (navigator as BatteryNavigator).getBattery?.().catch(() => undefined); // denied by policy
    const recordChange = () => this.#interruptions.push([Date.now(), Date.now()]);
    battery?.addEventListener('chargingchange', recordChange, { signal: this.#controller.signal });
  }
}
