import { convertModel } from '#bridge/optimise-handle.ts';
import type { ConversionOffer, ConvertedModel, OptimisableSubject } from '#bridge/optimise-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { beginWork } from '../shell/unfinished-work.ts';

/** The conversion of the weights of a model to another type or format. */
export class ModelConversion {
  /** The current or most recent conversion. */
  offer = $state.raw<ConversionOffer | null>(null);
  isRunning = $state(false);
  /** The written fraction, 0 to 1; `null` before the first progress. */
  fraction = $state<number | null>(null);
  result = $state.raw<ConvertedModel | null>(null);
  error = $state.raw<AppError | null>(null);
  #controller = new AbortController();

  async run(subject: OptimisableSubject, offer: ConversionOffer): Promise<void> {
    this.reset();
    const { signal } = this.#controller;
    [this.offer, this.isRunning] = [offer, true];
    reportStart('running');
    const endWork = beginWork('optimisation');
    try {
      const onProgress = (fraction: number) => {
        this.fraction = fraction;
        reportProgress('convert', fraction);
      };
      const result = await convertModel({ subject, conversion: offer.conversion }, { signal, onProgress });
      if (signal.aborted) return;
      this.result = result;
      const { files: _, ...reported } = result;
      reportDone(reported, null);
    } catch (thrown) {
      if (!signal.aborted) this.error = reportFailure(asAppError(thrown));
    } finally {
      endWork();
      if (!signal.aborted) this.isRunning = false;
    }
  }

  /** Stops, and discards the result. */
  reset(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    [this.offer, this.isRunning, this.fraction, this.result, this.error] = [null, false, null, null, null];
  }
}
