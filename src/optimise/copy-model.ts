import type { OnnxModel } from '#formats/onnx/onnx-model.ts';

/** A copy that steps may rewrite; the model itself is unchanged. The values of tensors are shared. */
export function copyModel(model: OnnxModel): OnnxModel {
  return deepCopy(model);
}

function deepCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map((entry: unknown) => deepCopy(entry)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, deepCopy<unknown>(field)])) as T;
}
