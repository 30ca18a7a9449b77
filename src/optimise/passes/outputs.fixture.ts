import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import { createSeededRandom } from '#core/random.ts';
import type { DataType, TensorSpec } from '#core/engine/tensor.ts';

env.wasm.numThreads = 1;

/**
 * Returns the outputs of three runs on seeded random inputs, by onnxruntime on one thread with its own optimisations.
 * Free dimensions are set to 1.
 */
export async function computeOutputs(model: Uint8Array): Promise<unknown[]> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const specs = session.inputMetadata.flatMap((input): TensorSpec[] =>
    input.isTensor ? [{ name: input.name, dtype: input.type as DataType, shape: input.shape }] : [],
  );
  const ones = Object.fromEntries(listFreeDimensions(specs).map((name) => [name, 1]));
  const random = createSeededRandom(11);
  const outputs: unknown[] = [];
  for (let run = 0; run < 3; run++) {
    const feeds = Object.entries(createSeededInputs(specs, ones)).map(([name, { dtype, shape, data }]) => {
      const values = data as Float32Array | Uint8Array | Int8Array;
      const [min, max] = dtype === 'float32' ? [-2, 2] : dtype === 'int8' ? [-128, 128] : [0, 256];
      const randomValues = values.map(() =>
        Math.min(max - (dtype === 'float32' ? 0 : 1), min + random() * (max - min)),
      );
      return [name, new OrtTensor(dtype as 'float32', randomValues as Float32Array, shape)] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    outputs.push(session.outputNames.map((name) => results[name]!.data));
  }
  await session.release();
  return outputs;
}
