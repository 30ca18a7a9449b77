/**
 * Bits per stored element, by ONNX type name, which readers of other formats also use. Strings have no fixed size: 0.
 */
export const elementBits = {
  float32: 32,
  float64: 64,
  float16: 16,
  bfloat16: 16,
  float8e4m3fn: 8,
  float8e4m3fnuz: 8,
  float8e5m2: 8,
  float8e5m2fnuz: 8,
  float8e8m0: 8,
  float4e2m1: 4,
  int64: 64,
  int32: 32,
  int16: 16,
  int8: 8,
  int4: 4,
  int2: 2,
  uint64: 64,
  uint32: 32,
  uint16: 16,
  uint8: 8,
  uint4: 4,
  uint2: 2,
  bool: 8,
  complex64: 64,
  complex128: 128,
  string: 0,
} as const;
export type ElementType = keyof typeof elementBits;

/** Bits per element; 0 for types without a fixed size and for unknown names. */
export function getBitsPerElement(dtype: string): number {
  return Object.hasOwn(elementBits, dtype) ? elementBits[dtype as ElementType] : 0;
}

/** Computes the bytes of `elements` packed elements; 0 if the type has no fixed size. */
export function countElementBytes(dtype: string, elements: number): number {
  return Math.ceil((elements * getBitsPerElement(dtype)) / 8);
}
