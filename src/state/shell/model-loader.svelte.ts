import type { ProgressCallOptions } from '#bridge/call-options.ts';
import { AppError, asAppError } from '#core/error.ts';
import type { Progress } from '#core/report.ts';

/** What the bridge gives for an opened model. */
interface Handle {
  readonly opened: unknown;
  close(): void;
}

/** The one model that a page holds open: opening another closes the one before, also where that is on its way still. */
export class ModelLoader<H extends Handle> {
  opened = $state.raw<H['opened'] | null>(null);
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<AppError | null>(null);
  #isOpening = $state(false);
  #handle: Promise<H> | null = null;
  #stop = new AbortController();

  get isOpening(): boolean {
    return this.#isOpening;
  }

  /** Gives up opening; `error` says that it was stopped. */
  cancel(): void {
    this.#stop.abort();
  }

  close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#handle?.then((handle) => handle.close()).catch(() => {}); // a failed opening holds nothing to close
    this.#handle = null;
    this.#isOpening = false;
    this.opened = null;
    this.progress = null;
    this.error = null;
  }

  /**
   * What went wrong stays in `error`, and `handle` rejects with it, until another opening.
   * @returns the error; null where the model is open, or where it was closed or another opened meanwhile
   */
  protected async hold(open: (options: ProgressCallOptions) => Promise<H>): Promise<AppError | null> {
    this.close();
    const stop = this.#stop;
    this.#isOpening = true;
    this.#handle = open({ signal: stop.signal, onProgress: (progress) => (this.progress = progress) });
    const outcome = await this.#handle.catch(asAppError);
    if (stop !== this.#stop) return null;
    this.#isOpening = false;
    if (!(outcome instanceof AppError)) this.opened = outcome.opened;
    else this.error = outcome;
    return this.error;
  }

  /** Waits for the model where it is still being opened. @throws AppError what opening threw; model-unknown: none was */
  protected async handle(): Promise<H> {
    if (!this.#handle) throw new AppError('model-unknown', { model: '' });
    return this.#handle;
  }
}
