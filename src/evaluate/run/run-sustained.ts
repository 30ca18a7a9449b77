import { AppError, asAppError, type ErrorCode } from '#core/errors/error.ts';
import type { SustainedRun } from '#gates/gate-evidence.ts';
import { median } from '#statistics/quantiles.ts';
import type { EvaluatingModel } from './run-dataset.ts';
import type { RunStep } from './run-step.ts';

interface SustainedRunOptions<Item> extends RunStep {
  /** Items that succeeded before. They are used in turn. */
  readonly items: readonly Item[];
  readonly model: EvaluatingModel<Item>;
  readonly durationMs: number;
}

/** Number of equal windows of the run. Their medians are enough for the trend of the gate `sustained-slowdown`. */
const windowCount = 30;
/** Number of items between readings of the clock. */
const blockItems = 16;

/**
 * Runs items in sequence without a pause for a fixed duration.
 * @returns the medians of the windows up to the end, an engine error, or the stop by `shouldContinue`; `null` if
 *   nothing ran
 * @throws AppError aborted
 */
export async function runSustained<Item>(run: SustainedRunOptions<Item>): Promise<SustainedRun | null> {
  const { items, model, durationMs, signal, now, shouldContinue, onProgress } = run;
  const windowMs = durationMs / windowCount;
  const times: number[][] = Array.from({ length: windowCount }, () => []);
  const startMs = now();
  let elapsedMs = 0;
  let error: ErrorCode | undefined;
  for (let next = 0; elapsedMs < durationMs && !error && (await shouldContinue()); next += blockItems) {
    if (signal.aborted) throw new AppError('aborted');
    const block = Array.from({ length: blockItems }, (_, i) => items[(next + i) % items.length]!);
    const window = times[Math.floor(elapsedMs / windowMs)]!;
    try {
      for (const item of await model.evaluate(block, { signal, returnGroundTruth: false }))
        if (!('error' in item)) window.push(item.timing.inferenceMs);
    } catch (thrown) {
      const { code } = asAppError(thrown);
      if (code === 'aborted') throw thrown;
      error = code;
    }
    elapsedMs = now() - startMs;
    onProgress({ fraction: Math.min(1, elapsedMs / durationMs), remainingMs: Math.max(0, durationMs - elapsedMs) });
  }
  const medians = times.flatMap((window, index) =>
    window.length > 0 ? { atMs: (index + 0.5) * windowMs, ms: median(window) } : [],
  );
  return medians.length === 0 && !error ? null : { durationMs: elapsedMs, medians, ...(error && { error }) };
}
