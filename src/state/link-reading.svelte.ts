import { asAppError, type AppError } from '#core/error.ts';
import { port, tellFailure } from './port.ts';

/** What a page whose address holds all that it shows makes of that address. */
export class LinkReading<Value> {
  value = $state.raw<Value | null>(null);
  error = $state.raw<AppError | null>(null);

  /** @param resultOf what a machine that drives the page is told */
  constructor(reading: Promise<Value>, resultOf: (value: Value) => unknown) {
    Object.assign(port, { state: 'running', progress: null, result: null, link: location.href, error: null });
    reading.then(
      (value) => {
        this.value = value;
        Object.assign(port, { state: 'done', result: resultOf(value) });
      },
      (thrown: unknown) => {
        tellFailure((this.error = asAppError(thrown)));
      },
    );
  }
}
