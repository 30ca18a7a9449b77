/** Pauses, shortens and ends a run, which calls `shouldContinue` between its parts. */
export class RunControl {
  #pause: PromiseWithResolvers<void> | null = null;
  #isStopped = false;
  #isSkipped = false;

  get isPaused(): boolean {
    return this.#pause !== null;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  pause(): void {
    this.#pause ??= Promise.withResolvers();
  }

  resume(): void {
    this.#pause?.resolve();
    this.#pause = null;
  }

  /** Ends the current step and all others. */
  stop(): void {
    this.#isStopped = true;
    this.#pause?.resolve();
  }

  /** Ends the current step. */
  skip(): void {
    this.#isSkipped = true;
    this.#pause?.resolve();
  }

  beginStep(): void {
    this.#isSkipped = false;
  }

  /**
   * Resolves at once or at the end of a pause.
   * @returns whether the step was neither skipped nor stopped
   */
  readonly shouldContinue = async (): Promise<boolean> => {
    await this.#pause?.promise;
    return !this.#isStopped && !this.#isSkipped;
  };
}
