import type { DataType, TensorSpec } from '#core/engine/tensor.ts';
import type { OnnxModel } from './onnx-model.ts';
import { toValue } from './infer-shapes.ts';

/** Lists the inputs without a default, which every run must provide. */
export function listInputSpecs({ graph }: OnnxModel): readonly TensorSpec[] {
  const stored = new Set(graph?.initializers.map(({ name }) => name));
  return (graph?.inputs ?? []).flatMap((info): TensorSpec[] => {
    const { dtype, shape } = toValue(info);
    return stored.has(info.name) || !shape ? [] : [{ name: info.name, dtype: dtype as DataType, shape }];
  });
}
