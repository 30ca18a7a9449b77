import { WllamaError, type WllamaLogger } from '@wllama/wllama/esm/index.js';
import { AppError, type ErrorFacts } from '#core/error.ts';

/**
 * What the engine says of its troubles. An exception inside it only reaches the log; the call that met it fails with an
 * error of the aftermath (`Invalid typed array length`). And when its worker fails, calls in flight never settle.
 */
export class EngineLog {
  readonly logger: WllamaLogger = {
    debug: (said: unknown) => this.#hearInfo(said), // where the library puts what llama.cpp tells as information
    log: silent,
    warn: silent,
    error: (...said: unknown[]) => this.#hear(said),
  };
  #gpuLayers = 0;
  #lastLine: string | null = null;
  #dead: AppError | null = null;
  #reject: ((error: AppError) => void) | null = null;

  /** One call of the engine at a time. @throws AppError worker-died, or what `call` throws */
  async unless<T>(call: Promise<T>): Promise<T> {
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

  /** Why the last call failed: the engine's own last line on it, except where the error says it all. */
  whyOf(thrown: unknown): string {
    if (thrown instanceof WllamaError) return thrown.message;
    return this.#lastLine ?? (thrown instanceof Error ? thrown.message : String(thrown));
  }

  /** How many layers of the model went to the GPU. Where llama.cpp cannot use the adapter, all stay on the CPU unasked. */
  get gpuLayers(): number {
    return this.#gpuLayers;
  }

  #hearInfo(said: unknown): void {
    const [, layers] = /offloaded (\d+)\/\d+ layers to GPU/.exec(String(said)) ?? [];
    if (layers !== undefined) this.#gpuLayers = Number(layers);
  }

  #hear([first]: readonly unknown[]): void {
    if (first instanceof ErrorEvent) {
      const why: ErrorFacts = first.message ? { why: first.message } : { reason: 'worker-not-started' };
      this.#dead = new AppError('worker-died', { runtime: 'wllama', ...why });
      this.#reject?.(this.#dead);
    } else if (typeof first === 'string' && !first.startsWith('Stack trace')) {
      this.#lastLine = first.trim();
    }
  }
}

const silent = () => {};
