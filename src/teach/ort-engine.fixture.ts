import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import type { Tensor } from '#core/engine/tensor.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readParts } from '#formats/file-parts.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { openOnnx } from '#formats/onnx/read-onnx-header.ts';
import type { StepEngine } from '#optimise/optimisation-step.ts';

env.wasm.numThreads = 1;

/** An engine that uses the wasm build of onnxruntime without Assay's adapter. */
export const ortEngine: StepEngine = {
  async open(parts) {
    const session = await InferenceSession.create(await readParts(parts), { logSeverityLevel: 3 });
    return {
      async run(inputs) {
        const feeds = Object.entries(inputs).map(([name, { dtype, shape, data }]) => [
          name,
          new OrtTensor(dtype as 'float32', data as Float32Array, shape),
        ]);
        const results = await session.run(Object.fromEntries(feeds));
        const outputs = Object.entries(results).map(([name, { type, dims, data }]) => [
          name,
          { dtype: type, shape: dims, data } as Tensor,
        ]);
        return Object.fromEntries(outputs);
      },
      close: () => session.release(),
    };
  },
};

/** Parses a model; each call returns a new copy. */
export const parseOnnxModel = (bytes: Uint8Array<ArrayBuffer>): Promise<OnnxModel> => openOnnx(toByteSource(bytes));
