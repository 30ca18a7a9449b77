import type { OnnxModel } from '#formats/onnx/onnx-model.ts';

/** A copy that steps may rewrite while the model stays as it is. The values of tensors are shared. */
export function copyModel(model: OnnxModel): OnnxModel {
  return copyOf(model);
}

function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map((one: unknown) => copyOf(one)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copyOf<unknown>(field)])) as T;
}
