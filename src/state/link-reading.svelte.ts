import type { AppError } from '#core/error.ts';
import { tellDone, tellFailure, tellStart } from './port.ts';

/** Reads an address that holds all that its page shows, such as that of a result. */
export class LinkReading<Value> {
  value = $state.raw<Value | null>(null);
  error = $state.raw<AppError | null>(null);

  /** @param resultOf makes what a machine that drives the page is told */
  constructor(reading: Promise<Value>, resultOf: (value: Value) => unknown) {
    tellStart('running');
    reading.then(
      (value) => {
        this.value = value;
        tellDone(resultOf(value));
      },
      (thrown: unknown) => {
        this.error = tellFailure(thrown);
      },
    );
  }
}
