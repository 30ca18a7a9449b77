import { WllamaError, type WllamaLogger } from '@wllama/wllama/esm/index.js';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';

/**
 * Collects the engine's error messages. An exception inside the engine only reaches the log, and the failing call
 * throws an unrelated error (`Invalid typed array length`). If the engine's worker fails, calls in flight never settle.
 */
export class EngineLog {
  readonly logger: WllamaLogger = {
    debug: (message: unknown) => this.#onInfo(message), // the library logs llama.cpp's info messages here
    log: silent,
    warn: silent,
    error: (...args: unknown[]) => this.#onError(args),
  };
  #gpuLayers = 0;
  #lastLine: string | null = null;
  #workerError: AppError | null = null;
  #reject: ((error: AppError) => void) | null = null;

  /**
   * Awaits a call of the engine, and rejects if the engine's worker fails. Calls must not overlap.
   * @throws AppError worker-died, or the error of `call`
   */
  async race<T>(call: Promise<T>): Promise<T> {
    this.#lastLine = null;
    try {
      return await new Promise((resolve, reject) => {
        this.#reject = reject;
        if (this.#workerError) reject(this.#workerError);
        call.then(resolve, reject);
      });
    } finally {
      this.#reject = null;
    }
  }

  /** The message of the last call's failure: the engine's last log line, unless the error contains it. */
  explain(thrown: unknown): string {
    if (thrown instanceof WllamaError) return thrown.message;
    return this.#lastLine ?? (thrown instanceof Error ? thrown.message : String(thrown));
  }

  /**
   * The number of layers that were offloaded to the GPU. If llama.cpp cannot use the adapter, it silently runs all
   * layers on the CPU.
   */
  get gpuLayers(): number {
    return this.#gpuLayers;
  }

  #onInfo(message: unknown): void {
    const [, layers] = /offloaded (\d+)\/\d+ layers to GPU/.exec(String(message)) ?? [];
    if (layers !== undefined) this.#gpuLayers = Number(layers);
  }

  #onError([first]: readonly unknown[]): void {
    if (first instanceof ErrorEvent) {
      const cause: ErrorFacts = first.message ? { why: first.message } : { reason: 'worker-not-started' };
      this.#workerError = new AppError('worker-died', { engine: 'wllama', ...cause });
      this.#reject?.(this.#workerError);
    } else if (typeof first === 'string' && !first.startsWith('Stack trace')) {
      this.#lastLine = first.trim();
    }
  }
}

const silent = () => {};
