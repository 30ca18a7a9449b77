import type { FormatId, ModelFacts } from '#core/facts.ts';
import type { DeviceId, RuntimeId, TextRuntimeId } from '#core/runtime.ts';

const MiB = 1024 * 1024;

export interface EngineCost {
  readonly format: FormatId;
  readonly devices: readonly DeviceId[];
  /** What the engine's wasm memory may grow to, by the memory section of the shipped wasm; null: weights go to the GPU. */
  readonly ceilingBytes: number | null;
  /** What that memory starts with, by the same section. */
  readonly startBytes: number;
  /** Bytes that the weights take once loaded. */
  loadedBytes(facts: ModelFacts): number | null;
  /** The most that loading takes beside them, as a share of the stored weights. */
  readonly loadingShare: number;
}

/** Read from the wasm files of the pinned packages; loading of ort measured, of the others one whole copy at most. */
export const engines: Readonly<Record<RuntimeId | TextRuntimeId, EngineCost>> = {
  ort: {
    format: 'onnx',
    devices: ['wasm', 'webgpu'],
    ceilingBytes: 4096 * MiB,
    startBytes: 16 * MiB,
    loadedBytes: (facts) => facts.weightBytes,
    // A 400 MB model with its weights as external data peaked at 2.58 times its size (Chromium 156).
    loadingShare: 1.58,
  },
  tfjs: {
    format: 'tfjs',
    devices: ['wasm', 'webgpu', 'webgl'],
    ceilingBytes: 4096 * MiB,
    startBytes: 16 * MiB,
    // TensorFlow.js widens float16 and quantised weights to 32 bits when it loads them.
    loadedBytes: (facts) => (facts.parameters === null ? null : facts.parameters * 4),
    loadingShare: 1,
  },
  litert: {
    format: 'tflite',
    devices: ['wasm'],
    ceilingBytes: 2048 * MiB,
    startBytes: 17 * MiB,
    loadedBytes: (facts) => facts.weightBytes,
    loadingShare: 1,
  },
  wllama: {
    format: 'gguf',
    devices: ['wasm', 'webgpu'],
    ceilingBytes: 4096 * MiB,
    startBytes: 128 * MiB,
    loadedBytes: (facts) => facts.weightBytes,
    loadingShare: 1,
  },
  webllm: {
    format: 'mlc',
    devices: ['webgpu'],
    ceilingBytes: null,
    startBytes: 0,
    loadedBytes: (facts) => facts.weightBytes,
    loadingShare: 0,
  },
};
