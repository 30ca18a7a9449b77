import { findSensitiveNodes } from '#bridge/optimise-handle.ts';
import type { SensitiveNodes, SensitivityRequest } from '#bridge/optimise-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import { beginWork } from '../shell/unfinished-work.ts';

/** Allows noise of a hundredth of the signal's power, the default of `assay optimise --auto`. Own choice. */
export const minSqnrDb = 20;

/** The nodes that are most sensitive to a scheme, and the nodes that the user excludes from it. */
export class Sensitivity {
  found = $state.raw<SensitiveNodes | null>(null);
  /** The nodes to leave unchanged, at first the suggested ones. */
  excluded = $state.raw<readonly string[]>([]);
  isRunning = $state(false);
  /** The fraction of the nodes that were tried, 0 to 1; `null` before the first. */
  fraction = $state<number | null>(null);
  error = $state.raw<AppError | null>(null);
  #controller = new AbortController();

  async find(request: Omit<SensitivityRequest, 'minSqnrDb'>): Promise<void> {
    this.reset();
    const { signal } = this.#controller;
    this.isRunning = true;
    const endWork = beginWork('optimisation');
    try {
      const onProgress = (fraction: number) => (this.fraction = fraction);
      const found = await findSensitiveNodes({ ...request, minSqnrDb }, { signal, onProgress });
      if (signal.aborted) return;
      [this.found, this.excluded] = [found, found.toExclude];
    } catch (thrown) {
      if (!signal.aborted) this.error = asAppError(thrown);
    } finally {
      endWork();
      if (!signal.aborted) this.isRunning = false;
    }
  }

  toggle(node: string): void {
    const { excluded } = this;
    this.excluded = excluded.includes(node) ? excluded.filter((candidate) => candidate !== node) : [...excluded, node];
  }

  /** Stops, and discards the findings. */
  reset(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    [this.found, this.excluded, this.isRunning, this.fraction, this.error] = [null, [], false, null, null];
  }
}
