import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { suggestSizes } from '#bench/inputs/suggested-sizes.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { listInputSpecs } from '#formats/onnx/input-specs.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { toValue } from '#formats/onnx/infer-shapes.ts';

/**
 * Seeded inputs on which a model is compared with the one that it was made from, if there are no samples. They fit both
 * only if they are made for the model after its recipe, which may have set free dimensions.
 * @param model after the recipe
 * @param dimensions sizes of the dimensions that are still free; suggested ones for those that are missing
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
