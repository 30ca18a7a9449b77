import type { AppError } from '#core/errors/error.ts';
import { reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';

/** The decoded contents of a URL that contains everything its page shows, such as the link of a result. */
export class DecodedLink<Value> {
  content = $state.raw<Value | null>(null);
  error = $state.raw<AppError | null>(null);
  isDone = $state(false);

  /** @param resultOf returns the result for automation clients */
  constructor(reading: Promise<Value>, resultOf: (value: Value) => unknown) {
    reportStart('running');
    reading.then(
      (value) => {
        this.content = value;
        this.isDone = true;
        reportDone(resultOf(value));
      },
      (thrown: unknown) => {
        this.error = reportFailure(thrown);
      },
    );
  }
}
