import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { suggestSizes } from '#bench/inputs/suggested-sizes.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { listInputSpecs } from '#formats/onnx/input-specs.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { toValue } from '#formats/onnx/infer-shapes.ts';

/**
 * Creates seeded inputs for comparing an optimised model with its original if there are no samples. The optimised model
 * determines their shapes, because its recipe may have fixed free dimensions.
 * @param model the optimised model
 * @param dimensions sizes of free dimensions; suggested sizes are used for missing ones
 * @throws AppError input-invalid if an input cannot be generated
 */
export function createSeededSample(model: OnnxModel, dimensions: Dimensions = {}): Tensors {
  const inputs = listInputSpecs(model);
  const outputs = (model.graph?.outputs ?? []).map((info) => {
    const { dtype, shape } = toValue(info);
    return { name: info.name, dtype, shape };
  });
  return createSeededInputs(inputs, { ...suggestSizes({ inputs, outputs }), ...dimensions });
}
