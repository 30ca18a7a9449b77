import { delay } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { EvaluatingModel } from './run-dataset.ts';

interface FakeItem {
  readonly path: string;
}

/** Returns the time of one inference, or its error. */
type Serve = (model: FakeModel, item: FakeItem) => number | AppError;

/** A model that serves one call after the other on a clock of its own, like the queue of an open session. */
export class FakeModel implements EvaluatingModel<FakeItem> {
  nowMs = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #serve: Serve;

  constructor(serve: Serve) {
    this.#serve = serve;
  }

  evaluate(items: readonly FakeItem[], { signal }: { readonly signal: AbortSignal }): Promise<EvaluatedItem[]> {
    const turn = this.#last.then(() => {
      if (signal.aborted) throw new AppError('aborted');
      return items.map((item) => this.#one(item));
    });
    this.#last = turn.catch(() => {}).then(() => delay(0)); // the caller has its answer before the next one is served
    return turn;
  }

  #one(item: FakeItem): EvaluatedItem {
    const served = this.#serve(this, item);
    if (served instanceof AppError) {
      if (served.code === 'worker-died') throw served;
      return { ...item, sha256: null, error: { code: served.code, facts: {} } };
    }
    this.nowMs += served;
    return { ...item, sha256: null, outcome: null, timing: { preMs: 0, inferenceMs: served, postMs: 0 } };
  }
}
