import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { openForBench } from './open-for-bench.ts';

/** The measurement of a model under load on the Bench page. */
export class LoadTest {
  isRunning = $state(false);
  progress = $state.raw<Progress | null>(null);
  result = $state.raw<LoadCurve | null>(null);
  error = $state.raw<AppError | null>(null);
  #controller = new AbortController();

  /** Opens the model and measures it; the outcome is in `result` or `error`. */
  async run(request: BenchRequest): Promise<void> {
    this.reset();
    const controller = this.#controller;
    this.isRunning = true;
    const measuring = withBenchLock({ signal: controller.signal, onWait: () => {} }, () =>
      this.#measure(request, controller.signal),
    );
    const outcome = await measuring.catch(asAppError).finally(beginWork('bench'));
    if (controller !== this.#controller) return;
    this.isRunning = false;
    if (!(outcome instanceof AppError)) this.result = outcome;
    else if (outcome.code !== 'aborted') this.error = outcome;
  }

  cancel(): void {
    this.#controller.abort();
  }

  /** Call this when another model is chosen, or the page is left. */
  reset(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.isRunning = false;
    [this.progress, this.result, this.error] = [null, null, null];
  }

  async #measure(request: BenchRequest, signal: AbortSignal): Promise<LoadCurve> {
    const options = { signal, onProgress: (progress: Progress) => (this.progress = progress) };
    const handle = await openForBench(request, options);
    try {
      const { facts } = handle.opened;
      if (!('measureLoadCurve' in handle) || !('inputs' in facts))
        throw new AppError('internal', { why: 'a language model has no load curve' });
      return await handle.measureLoadCurve({ ...request, dimensions: chooseRunSizes(request, facts) }, options);
    } finally {
      handle.close();
    }
  }
}
