import type { AppError } from '#core/error.ts';
import { reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';

/** Reads an address that holds all that its page shows, such as that of a result. */
export class DecodedLink<Value> {
  value = $state.raw<Value | null>(null);
  error = $state.raw<AppError | null>(null);
  isDone = $state(false);

  /** @param resultOf makes what a machine that drives the page is told */
  constructor(reading: Promise<Value>, resultOf: (value: Value) => unknown) {
    reportStart('running');
    reading.then(
      (value) => {
        this.value = value;
        this.isDone = true;
        reportDone(resultOf(value));
      },
      (thrown: unknown) => {
        this.error = reportFailure(thrown);
      },
    );
  }
}
