import { unknownArchitecture, type ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';

/** Creates the facts of an empty ONNX model, overridden by `overrides`. */
export function createSampleFacts(overrides: Partial<ModelFacts> = {}): ModelFacts {
  return {
    format: 'onnx',
    formatVersion: null,
    producer: null,
    name: null,
    sizeBytes: 0,
    parameters: 1,
    weights: [],
    weightBytes: 0,
    inputs: [],
    outputs: [],
    operators: {},
    opsets: {},
    unknownOperators: [],
    quantisation: {
      kind: 'none',
      name: null,
      blockSize: null,
      bitsPerWeight: null,
      quantisationAware: null,
      evidence: [],
    },
    architecture: unknownArchitecture,
    tokenizer: null,
    chatTemplate: null,
    licence: null,
    externalFiles: [],
    flops: null,
    flopsBasis: { code: 'per-run' },
    peakActivationBytes: 0,
    nodes: [],
    metadata: {},
    ...overrides,
  };
}

/** Creates a profile with 10 GFLOP/s on one thread, 20 on two, and no GPU, overridden by `overrides`. */
export function createSampleProfile(overrides: Partial<DeviceProfile> = {}): DeviceProfile {
  return {
    threads: 2,
    gflopsOneThread: 10,
    gflopsThreads: 20,
    gpu: null,
    copyBytesPerS: 10e9,
    heapBytes: null,
    gpuBytes: null,
    ...overrides,
  };
}
