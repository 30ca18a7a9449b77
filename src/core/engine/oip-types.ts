import type { DataType } from '#core/engine/tensor.ts';

/** Tensor element types and their names in the Open Inference Protocol. BF16 is not supported. */
export const oipTypes = {
  bool: 'BOOL',
  uint8: 'UINT8',
  uint16: 'UINT16',
  uint32: 'UINT32',
  uint64: 'UINT64',
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  float16: 'FP16',
  float32: 'FP32',
  float64: 'FP64',
  string: 'BYTES',
} as const satisfies Readonly<Record<DataType, string>>;

/** The element type with a name of the protocol; `null` if it is not supported. */
export function fromOipType(name: string): DataType | null {
  return (Object.keys(oipTypes) as DataType[]).find((type) => oipTypes[type] === name) ?? null;
}
