import type { DeviceId, EngineId } from '#core/engines.ts';
import type { ModelFacts } from '#core/model-facts.ts';
import type { Spread } from './forecast-range.ts';

const MiB = 1024 * 1024;

/** What an engine takes of a device; what it opens, and where it runs: `core/engines.ts`. */
export interface EngineCost {
  /** What the engine's wasm memory may grow to, by the memory section of the shipped wasm; null: weights go to the GPU. */
  readonly maxHeapBytes: number | null;
  /** What that memory starts with, by the same section. */
  readonly initialHeapBytes: number;
  /** Bytes that the weights take once loaded. */
  loadedBytes(facts: ModelFacts): number | null;
  /** The most that loading takes beside them, as a share of the stored weights. */
  readonly loadingShare: number;
  /** Share of one thread's time on wasm that more threads share out among them; 0: it computes on one thread. */
  readonly parallelShare: number;
  /** null: measured times of this engine were not compared with computed ones. */
  readonly calibration: Calibration | null;
  /** What starting costs, whatever is computed; null: not measured. */
  readonly start: StartCost | null;
}

/** How measured times on wasm lie against those computed by `node-work.ts`, whose costs are ort's. */
interface Calibration extends Spread {
  /** Measured over computed, without what starting costs. */
  readonly factor: number;
}

/**
 * In operations of ort's float32 matrix product on one thread, as `node-work.ts` counts work: two threads start nothing
 * sooner (ort, litert and wllama tried; a GPU was not). Measured through our sessions on wasm (Chromium 156, 2 cores shared
 * with others, 33.5 GFLOP/s undisturbed): medians of five runs, each the best of seven samples of 60 ms, or for text of
 * 15 answers of 64 tokens. A node is the difference between a chain of 450 equal ones on 16 elements and a single one, and
 * a call what the single one takes beside its node.
 */
interface StartCost {
  /** One run with a small input and output, or one token of text. */
  readonly callOperations: number;
  /** Each node of the graph, or layer of a language model; its output counts as one. */
  readonly nodeOperations: number;
}

/** Read from the wasm files of the pinned packages; loading of ort measured, of the others one whole copy at most. */
export const engineCosts: Readonly<Record<EngineId, EngineCost>> = {
  ort: {
    maxHeapBytes: 4096 * MiB,
    initialHeapBytes: 16 * MiB,
    loadedBytes: (facts) => facts.weightBytes,
    // A 400 MB model with its weights as external data peaked at 2.58 times its size (Chromium 156).
    loadingShare: 1.58,
    // The five models of `forecast.test.ts` took 0.54 to 0.61 of their time on one thread, 0.57 on average.
    parallelShare: 0.86,
    // The 19 models of `forecast-measured.long.test.ts` took 0.73 to 1.55 of what was computed in three runs (Node 24, 2 cores,
    // load averages of 3 to 12), and in Chromium 156 all but one 0.85 to 1.39 (version-RFB-320: 1.86).
    calibration: { factor: 1, below: 1.45, above: 1.75 },
    // A call 7.4 microseconds. A node by chains of several operators at 37 GFLOP/s: Neg 0.22, Abs and Sqrt 0.23, Sigmoid 0.26,
    // Add 0.28, Mul and Softmax 0.30, ReduceMean 0.34, MatMul 0.40; taken as 0.3. A profiler's own cost is not in it.
    start: { callOperations: 250_000, nodeOperations: 11_000 },
  },
  tfjs: {
    maxHeapBytes: 4096 * MiB,
    initialHeapBytes: 16 * MiB,
    // TensorFlow.js widens float16 and quantised weights to 32 bits when it loads them.
    loadedBytes: (facts) => (facts.parameters === null ? null : facts.parameters * 4),
    loadingShare: 1,
    parallelShare: 0, // runtimes/tfjs/backends.ts says why
    calibration: null,
    // A call 4.3 microseconds, a Neg 1.73: here every node is a call into wasm.
    start: { callOperations: 140_000, nodeOperations: 58_000 },
  },
  litert: {
    maxHeapBytes: 2048 * MiB,
    initialHeapBytes: 17 * MiB,
    loadedBytes: (facts) => facts.weightBytes,
    loadingShare: 1,
    parallelShare: 0.86, // as ort; not measured
    calibration: null,
    // A call 13.4 microseconds, an ABS 0.013, a product with a 16 x 16 matrix 0.051.
    start: { callOperations: 450_000, nodeOperations: 1_000 },
  },
  wllama: {
    maxHeapBytes: 4096 * MiB,
    initialHeapBytes: 128 * MiB,
    loadedBytes: (facts) => facts.weightBytes,
    loadingShare: 0, // read through one buffer of 1 MB (scripts/patch-wllama.ts)
    parallelShare: 1, // where no kernel was measured on these threads
    calibration: null, // its kernels are measured on the device
    // Llamas of one and of 16 layers, 64 wide: 295 and 479 microseconds a token, in the quietest runs 199 and 457. The
    // token's way out of the engine's worker is in the call.
    start: { callOperations: 9_000_000, nodeOperations: 410_000 },
  },
  webllm: {
    maxHeapBytes: null,
    initialHeapBytes: 0,
    loadedBytes: (facts) => facts.weightBytes,
    loadingShare: 0,
    parallelShare: 0, // it computes on the GPU
    calibration: null,
    start: null,
  },
};

/** Whether this engine is given slow convolutions of integers in float32 there (`optimise/passes/float32-convolutions.ts`). */
export function usesFloat32Convolutions(runtime: EngineId, device: DeviceId): boolean {
  return runtime === 'ort' && device === 'wasm';
}
