import type { DeviceId, EngineId, PageEngineId } from '#core/engine/engines.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { ErrorBand } from './forecast-range.ts';

const MiB = 1024 * 1024;

/** The memory and time costs of an engine in the page. Its formats and devices are in `core/engine/engines.ts`. */
export interface EngineCost {
  /**
   * Maximum size of the engine's wasm memory, from the shipped wasm's memory section; `null` if weights go to the GPU.
   */
  readonly maxHeapBytes: number | null;
  /** Initial size of that memory, from the same section. */
  readonly initialHeapBytes: number;
  /** Bytes that the weights take once loaded. */
  loadedBytes(facts: ModelFacts): number | null;
  /** The maximum memory for loading in addition to the weights, as a fraction of the stored weights. */
  readonly loadingFraction: number;
  /** Parallel fraction of the time on one wasm thread (Amdahl's law); 0 if the engine computes on one thread. */
  readonly parallelFraction: number;
  /** `null` if measured times of this engine were not compared with computed ones. */
  readonly calibration: Calibration | null;
  /** The cost of starting a run, independent of the computation; `null` if not measured. */
  readonly start: StartCost | null;
}

/** Measured times on wasm relative to those computed by `node-work.ts`, which uses the costs of ort. */
interface Calibration extends ErrorBand {
  /** Measured over computed time, excluding the start cost. */
  readonly factor: number;
}

/**
 * Costs are in operations of ort's float32 matrix product on one thread, as `node-work.ts` counts work: starting is no
 * faster on two threads (tested for ort, litert and wllama, not on a GPU). Measured through our sessions on wasm
 * (Chromium 156, 2 shared cores, 33.5 GFLOP/s undisturbed): medians of five runs, each the best of seven samples of
 * 60 ms, or for text of 15 answers of 64 tokens. The cost of a node is the difference between a chain of 450 equal
 * nodes on 16 elements and a single one; the cost of a call is the time of the single one without its node.
 */
interface StartCost {
  /** One run with a small input and output, or one token of text. */
  readonly callOperations: number;
  /** Each node of the graph, or layer of a language model; its output counts as one. */
  readonly nodeOperations: number;
}

/**
 * Sizes of the wasm files of the pinned packages. Loading was measured for ort; others are assumed to need one copy.
 * Native engines have no entry: their costs were not measured, so nothing is forecast for the companion.
 */
export const engineCosts: Readonly<Record<PageEngineId, EngineCost>> = {
  ort: {
    maxHeapBytes: 4096 * MiB,
    initialHeapBytes: 16 * MiB,
    loadedBytes: (facts) => facts.weightBytes,
    // A 400 MB model with its weights as external data peaked at 2.58 times its size (Chromium 156).
    loadingFraction: 1.58,
    // The five models of `forecast.test.ts` took 0.54 to 0.61 of their time on one thread, 0.57 on average.
    parallelFraction: 0.86,
    // The 19 models of `forecast-measured.long.test.ts` took 0.73 to 1.55 of the computed time in three runs (Node 24,
    // 2 cores, load averages of 3 to 12), and in Chromium 156 all but one took 0.85 to 1.39 (version-RFB-320: 1.86).
    calibration: { factor: 1, below: 1.45, above: 1.75 },
    // A call 7.4 microseconds. A node by chains of several operators at 37 GFLOP/s: Neg 0.22, Abs and Sqrt 0.23,
    // Sigmoid 0.26, Add 0.28, Mul and Softmax 0.30, ReduceMean 0.34, MatMul 0.40; assumed as 0.3. This excludes the
    // cost of a profiler.
    start: { callOperations: 250_000, nodeOperations: 11_000 },
  },
  tfjs: {
    maxHeapBytes: 4096 * MiB,
    initialHeapBytes: 16 * MiB,
    // TensorFlow.js converts float16 and quantised weights to 32 bits when it loads them.
    loadedBytes: (facts) => (facts.parameters === null ? null : facts.parameters * 4),
    loadingFraction: 1,
    parallelFraction: 0, // see runtimes/tfjs/use-backend.ts
    // Seven models of TensorFlow.js took 0.97 to 1.76 of the computed time in Chromium 156, mobileface 4.55.
    calibration: { factor: 1, below: 1.5, above: 2 },
    // A call 4.3 microseconds, a Neg 1.73: every node is a separate call into wasm.
    start: { callOperations: 140_000, nodeOperations: 58_000 },
  },
  litert: {
    maxHeapBytes: 2048 * MiB,
    initialHeapBytes: 17 * MiB,
    loadedBytes: (facts) => facts.weightBytes,
    loadingFraction: 1,
    // Models of more than 1 ms took 0.53 to 0.68 of their time on two threads; the small ones took as long as on one.
    parallelFraction: 0.86,
    // Ten LiteRT models took 0.66 to 2.01 of the computed time on one and two threads in Chromium 156; ds_cnn,
    // quantised layer by layer, 12 to 20.
    calibration: { factor: 1, below: 1.7, above: 2.2 },
    // A call 13.4 microseconds, an ABS 0.013, a product with a 16 x 16 matrix 0.051.
    start: { callOperations: 450_000, nodeOperations: 1_000 },
  },
  wllama: {
    maxHeapBytes: 4096 * MiB,
    initialHeapBytes: 128 * MiB,
    loadedBytes: (facts) => facts.weightBytes,
    loadingFraction: 0, // read through one buffer of 1 MB (scripts/patch-wllama.ts)
    parallelFraction: 1, // used only if no kernel was measured with this number of threads
    calibration: null, // measured kernels of the device are used instead
    // Llamas of one and of 16 layers, 64 wide: 295 and 479 microseconds per token, in the least disturbed runs 199 and
    // 457. The call includes passing the token out of the engine's worker.
    start: { callOperations: 9_000_000, nodeOperations: 410_000 },
  },
  'ort-text': {
    maxHeapBytes: 4096 * MiB,
    initialHeapBytes: 16 * MiB,
    // GGUF weights are converted to int8.
    loadedBytes: (facts) => (facts.format === 'gguf' ? facts.parameters : facts.weightBytes),
    loadingFraction: 1.58, // the same library as ort
    parallelFraction: 0.86,
    calibration: null,
    start: null, // not measured
  },
  webllm: {
    maxHeapBytes: null,
    initialHeapBytes: 0,
    loadedBytes: (facts) => facts.weightBytes,
    loadingFraction: 0,
    parallelFraction: 0, // the engine computes on the GPU
    calibration: null,
    start: null,
  },
};

/** Whether slow integer convolutions run in float32 on this target (`optimise/passes/float32-convolutions.ts`). */
export function usesFloat32Convolutions(engine: EngineId, device: DeviceId): boolean {
  return engine === 'ort' && device === 'wasm';
}
