import { eventLoopRule } from '#bench/method.ts';
import type { EventLoop } from '#core/report/report-header.ts';

/** Measures the delays of a timer's ticks until it is stopped (R15). */
export class EventLoopMonitor {
  #ticks = 0;
  #late = 0;
  #worstMs = 0;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor() {
    let due = performance.now() + eventLoopRule.periodMs;
    this.#timer = setInterval(() => {
      const now = performance.now();
      const lateMs = Math.max(0, now - due);
      due = now + eventLoopRule.periodMs;
      this.#ticks++;
      if (lateMs > eventLoopRule.lateMs) this.#late++;
      this.#worstMs = Math.max(this.#worstMs, lateMs);
    }, eventLoopRule.periodMs);
  }

  get eventLoop(): EventLoop {
    return { ticks: this.#ticks, late: this.#late, worstMs: this.#worstMs };
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
