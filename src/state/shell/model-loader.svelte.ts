import type { ProgressCallOptions } from '#bridge/call-options.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { Progress } from '#core/report/progress.ts';

/** The bridge's handle to an open model. */
interface Handle {
  readonly opened: unknown;
  close(): void;
}

/** The open model of a page: opening another closes the previous one, even if it is still opening. */
export class ModelLoader<H extends Handle> {
  opened = $state.raw<H['opened'] | null>(null);
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<AppError | null>(null);
  #isOpening = $state(false);
  #handle: Promise<H> | null = null;
  #controller = new AbortController();

  get isOpening(): boolean {
    return this.#isOpening;
  }

  /** Cancels opening; `error` is then `aborted`. */
  cancel(): void {
    this.#controller.abort();
  }

  close(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#handle?.then((handle) => handle.close()).catch(() => {}); // a model that failed to open has nothing to close
    this.#handle = null;
    this.#isOpening = false;
    this.opened = null;
    this.progress = null;
    this.error = null;
  }

  /**
   * An error remains in `error`, and `waitForHandle` rejects with it, until another model is opened.
   * @returns the error; `null` if the model is open, or if it was closed or replaced in the meantime
   */
  protected async load(open: (options: ProgressCallOptions) => Promise<H>): Promise<AppError | null> {
    this.close();
    const controller = this.#controller;
    this.#isOpening = true;
    this.#handle = open({ signal: controller.signal, onProgress: (progress) => (this.progress = progress) });
    const outcome = await this.#handle.catch(asAppError);
    if (controller !== this.#controller) return null;
    this.#isOpening = false;
    if (!(outcome instanceof AppError)) this.opened = outcome.opened;
    else this.error = outcome;
    return this.error;
  }

  /**
   * Waits for a model that is still opening.
   * @throws AppError what opening threw; model-unknown if none was opened
   */
  protected async waitForHandle(): Promise<H> {
    if (!this.#handle) throw new AppError('model-unknown', { model: '' });
    return this.#handle;
  }
}
