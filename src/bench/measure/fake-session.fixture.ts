import type { TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Clock } from './clock.ts';

/** A clock that advances only by runs, delays and reads. */
export class FakeClock implements Clock {
  readonly timeOrigin = 1_700_000_000_000;
  readonly delaysMs: number[] = [];
  #ms = 0;
  readonly #stepMs: number;

  constructor(stepMs = 0.005) {
    this.#stepMs = stepMs;
  }

  now(): number {
    this.#ms += this.#stepMs / 50;
    return Math.floor(this.#ms / this.#stepMs) * this.#stepMs;
  }

  advance(ms: number): void {
    this.#ms += ms;
  }

  delay(ms: number): Promise<void> {
    this.delaysMs.push(ms);
    this.#ms += ms;
    return Promise.resolve();
  }
}

const outputs: Tensors = { y: { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } };

/** @param getRunMs returns the duration of the n-th run, counted from 0 */
export function createTimedSession(
  clock: FakeClock,
  getRunMs: (run: number) => number,
  createMs = 0,
): TensorSession & { runs: number } {
  return {
    kind: 'tensor',
    memory: async () => ({ wasmHeapBytes: 65_536 }),
    runs: 0,
    facts: {
      engine: 'ort',
      engineVersion: '0',
      build: 'fake',
      device: 'javascript',
      threads: 1,
      failedDevices: [],
      inputs: [],
      outputs: [],
      createMs,
    },
    run() {
      clock.advance(getRunMs(this.runs++));
      return Promise.resolve(outputs);
    },
    close: () => Promise.resolve(),
  };
}
