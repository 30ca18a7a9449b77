import { unknownArchitecture, type ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';

/** Facts for tests: an empty ONNX model, overridden by `more`. */
export function sampleFacts(more: Partial<ModelFacts> = {}): ModelFacts {
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
    ...more,
  };
}

/** A device for tests: 10 GFLOP/s on one thread, 20 on two, no GPU. */
export function sampleProfile(more: Partial<DeviceProfile> = {}): DeviceProfile {
  return {
    threads: 2,
    gflopsOneThread: 10,
    gflopsThreads: 20,
    gpu: null,
    copyBytesPerS: 10e9,
    heapBytes: null,
    gpuBytes: null,
    ...more,
  };
}
