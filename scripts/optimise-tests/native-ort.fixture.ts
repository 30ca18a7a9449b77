import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { arrayTypes, type DataType, type Tensor, type Tensors, type TensorSpec } from '#core/engine/tensor.ts';
import { readParts } from '#formats/file-parts.ts';
import type { StepEngine, StepSession } from '#optimise/optimisation-step.ts';

/** onnxruntime's native library, an optional dependency: `null` if it is not installed. */
const ort = await import('onnxruntime-node').catch(() => null);

/** The reason in the titles of skipped tests; empty if the library is installed. */
export const ortSkipReason = ort ? '' : ' (skipped: onnxruntime-node is not installed)';

interface NativeSession extends StepSession {
  readonly inputs: readonly TensorSpec[];
  readonly outputNames: readonly string[];
}

/** @param optimise whether onnxruntime may rewrite the graph itself */
export async function openNative(bytes: Uint8Array, optimise = true): Promise<NativeSession> {
  if (!ort) throw new Error(ortSkipReason);
  const options: InferenceSession.SessionOptions = {
    logSeverityLevel: 4,
    intraOpNumThreads: 1,
    graphOptimizationLevel: optimise ? 'all' : 'disabled',
  };
  const session = await ort.InferenceSession.create(bytes, options);
  return {
    inputs: session.inputMetadata.flatMap((input): TensorSpec[] =>
      input.isTensor
        ? [{ name: input.name, dtype: input.type as DataType, shape: input.shape.map((size) => size || null) }]
        : [],
    ),
    outputNames: session.outputNames,
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, tensor]) => [name, toOrt(tensor)]);
      const results = await session.run(Object.fromEntries(feeds) as Record<string, OrtTensor>);
      return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, toTensor(value)]));
    },
    close: () => session.release(),
  };
}

export const nativeEngine: StepEngine = { open: async (model) => openNative(await readParts(model)) };

function toOrt({ dtype, data, shape }: Tensor): OrtTensor {
  if (!ort) throw new Error(ortSkipReason);
  return new ort.Tensor(dtype as 'float32', data as Float32Array, shape);
}

function toTensor({ type, data, dims }: OrtTensor): Tensor {
  const dtype = type as DataType;
  if (dtype === 'string') return { dtype, shape: dims, data: data as string[] };
  const { buffer, byteOffset, byteLength } = data as Uint8Array<ArrayBuffer>;
  const Values = arrayTypes[dtype];
  return {
    dtype,
    shape: dims,
    data: new Values(buffer, byteOffset, byteLength / Values.BYTES_PER_ELEMENT),
  } as Tensor;
}

/** Runs a model once. */
export async function runNative(bytes: Uint8Array, inputs: Tensors, optimise = true): Promise<Tensors> {
  const session = await openNative(bytes, optimise);
  try {
    return await session.run(inputs);
  } finally {
    await session.close();
  }
}
