import type { OnnxModel } from '#formats/onnx/onnx-model.ts';

/** Returns a deep copy that steps may rewrite. Tensor data is shared with the original. */
export function copyModel(model: OnnxModel): OnnxModel {
  return copyDeep(model);
}

function copyDeep<T>(value: T): T {
  if (Array.isArray(value)) return value.map((entry: unknown) => copyDeep(entry)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copyDeep<unknown>(field)])) as T;
}
