import { median } from '#statistics/quantiles.ts';
import { clockStepTrials } from '../method.ts';

/** The clock of the measuring thread. */
export interface Clock {
  /** Monotonic time in milliseconds. */
  now(): number;
  /** Epoch milliseconds at which `now` was 0. */
  readonly timeOrigin: number;
  /** Waits for a duration; 0 only yields to the event loop. */
  delay(ms: number): Promise<void>;
}

export const threadClock: Clock = {
  now: () => performance.now(),
  timeOrigin: performance.timeOrigin,
  delay: (ms) => new Promise((resolve) => setTimeout(() => resolve(), ms)),
};

/** The maximum number of reads (seconds of spinning) of a clock that does not advance. */
const maxReads = 50_000_000;

/**
 * Measures the step of `now` in microseconds: the median of 50 changes while spinning (R11). Browsers coarsen the clock to
 * 5 us in isolated pages and to 100 us in others (W3C High Resolution Time, section 9).
 */
export function measureClockStepUs(now: () => number): number {
  const steps: number[] = [];
  let reads = 0;
  let lastMs = now();
  while (steps.length < clockStepTrials && reads < maxReads) {
    const nowMs = now();
    if (nowMs > lastMs) {
      steps.push((nowMs - lastMs) * 1_000);
      lastMs = nowMs;
    }
    reads++;
  }
  // Doubles resolve about a nanosecond at a typical page age; the readings are accurate to a tenth of a microsecond.
  return Math.round(median(steps) * 10) / 10;
}
