import { AppError } from '#core/errors/error.ts';
import type { OpenModel } from './open-model.ts';

/**
 * Limits the total memory of the open models of all WebSockets by closing the least recently used ones. Before a model
 * is open, the size of its files is the estimate of its memory. Its KV cache and arena are counted once it is open.
 */
export class ModelMemory {
  readonly #limitBytes: number;
  /** The open models, each with the function by which its owner closes it. */
  readonly #models = new Map<OpenModel, () => Promise<void>>();
  /** The memory reserved for models that are being opened. */
  #reservedBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /**
   * Frees memory for a model, and opens it by `open`.
   * @param evict closes the model to free memory for another
   * @throws AppError out-of-memory if the model does not fit next to the models in use | errors from `open`
   */
  async open(
    sizeBytes: number,
    open: () => Promise<OpenModel>,
    evict: (model: OpenModel) => Promise<void>,
  ): Promise<OpenModel> {
    this.#reservedBytes += sizeBytes;
    let model: OpenModel;
    try {
      await Promise.all([...this.#models.keys()].map((model) => model.measureMemory()));
      await this.#freeMemory(sizeBytes, null);
      model = await open();
      this.#models.set(model, () => evict(model));
    } finally {
      this.#reservedBytes -= sizeBytes;
    }
    await model.measureMemory();
    try {
      await this.#freeMemory(model.memoryBytes, model);
    } catch (thrown) {
      this.#models.delete(model);
      await model.close();
      throw thrown;
    }
    return model;
  }

  /** Stops counting the memory of a model. */
  remove(model: OpenModel): void {
    this.#models.delete(model);
  }

  /** @param newModel the model for which others are closed; `null` if it is not open yet */
  async #freeMemory(needBytes: number, newModel: OpenModel | null): Promise<void> {
    while (this.#sumUsedBytes() > this.#limitBytes) {
      const idle = [...this.#models.keys()].filter((model) => model.isIdle && model !== newModel);
      const [oldest] = idle.sort((a, b) => a.lastUsedMs - b.lastUsedMs);
      if (!oldest) {
        throw new AppError('out-of-memory', { reason: 'memory-limit', needBytes, maxBytes: this.#limitBytes });
      }
      const evict = this.#models.get(oldest);
      this.#models.delete(oldest);
      await evict?.();
    }
  }

  #sumUsedBytes(): number {
    return [...this.#models.keys()].reduce((sum, { memoryBytes }) => sum + memoryBytes, this.#reservedBytes);
  }
}
