import type { AppError } from '#core/error.ts';
import { tellDone, tellFailure, tellStart } from './port.ts';

/** What a page whose address holds all that it shows makes of that address. */
export class LinkReading<Value> {
  value = $state.raw<Value | null>(null);
  error = $state.raw<AppError | null>(null);

  /** @param resultOf what a machine that drives the page is told */
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
