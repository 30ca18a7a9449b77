import type { OnnxModel } from '#formats/onnx/onnx-model.ts';

/** A copy that steps may rewrite; the model itself is unchanged. The values of tensors are shared. */
export function copyModel(model: OnnxModel): OnnxModel {
  return copyDeep(model);
}

function copyDeep<T>(value: T): T {
  if (Array.isArray(value)) return value.map((entry: unknown) => copyDeep(entry)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copyDeep<unknown>(field)])) as T;
}
