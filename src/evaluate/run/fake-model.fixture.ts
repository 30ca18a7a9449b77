import { delay } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { EvaluatingModel } from './run-dataset.ts';

interface FakeItem {
  readonly path: string;
}

/** Returns the time of one inference in milliseconds, or its error. */
type SimulateInference = (model: FakeModel, item: FakeItem) => number | AppError;

/** A model that processes calls sequentially on a simulated clock, like the queue of an open session. */
export class FakeModel implements EvaluatingModel<FakeItem> {
  nowMs = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #simulate: SimulateInference;

  constructor(simulate: SimulateInference) {
    this.#simulate = simulate;
  }

  evaluate(items: readonly FakeItem[], { signal }: { readonly signal: AbortSignal }): Promise<EvaluatedItem[]> {
    const call = this.#last.then(() => {
      if (signal.aborted) throw new AppError('aborted');
      return items.map((item) => this.#evaluateItem(item));
    });
    this.#last = call.catch(() => {}).then(() => delay(0)); // the caller gets its answer before the next call starts
    return call;
  }

  #evaluateItem(item: FakeItem): EvaluatedItem {
    const result = this.#simulate(this, item);
    if (result instanceof AppError) {
      if (result.code === 'worker-died') throw result;
      return { ...item, sha256: null, error: { code: result.code, facts: {} } };
    }
    this.nowMs += result;
    return { ...item, sha256: null, outcome: null, timing: { preMs: 0, inferenceMs: result, postMs: 0 } };
  }
}
