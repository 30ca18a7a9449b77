import { WllamaError, type WllamaLogger } from '@wllama/wllama/esm/index.js';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';

/**
 * Collects the engine's error messages. An exception inside the engine only reaches the log; the failing call throws a
 * consequential error (`Invalid typed array length`). When the engine's worker fails, calls in flight never settle.
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
  #dead: AppError | null = null;
  #reject: ((error: AppError) => void) | null = null;

  /**
   * One call of the engine at a time.
   * @throws AppError worker-died, or what `call` throws
   */
  async race<T>(call: Promise<T>): Promise<T> {
    this.#lastLine = null;
    try {
      return await new Promise((resolve, reject) => {
        this.#reject = reject;
        if (this.#dead) reject(this.#dead);
        call.then(resolve, reject);
      });
    } finally {
      this.#reject = null;
    }
  }

  /** Why the last call failed: the engine's last log line, unless the error itself contains the message. */
  explain(thrown: unknown): string {
    if (thrown instanceof WllamaError) return thrown.message;
    return this.#lastLine ?? (thrown instanceof Error ? thrown.message : String(thrown));
  }

  /**
   * How many layers of the model were offloaded to the GPU. If llama.cpp cannot use the adapter, it silently leaves all
   * on the CPU.
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
      const why: ErrorFacts = first.message ? { why: first.message } : { reason: 'worker-not-started' };
      this.#dead = new AppError('worker-died', { engine: 'wllama', ...why });
      this.#reject?.(this.#dead);
    } else if (typeof first === 'string' && !first.startsWith('Stack trace')) {
      this.#lastLine = first.trim();
    }
  }
}

const silent = () => {};
