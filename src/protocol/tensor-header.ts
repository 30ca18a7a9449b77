import * as v from 'valibot';
import type { DataType } from '#core/engine/tensor.ts';

/** A record, so that the compiler requires every type. */
const dataTypes = {
  float32: true,
  float64: true,
  float16: true,
  int8: true,
  uint8: true,
  int16: true,
  uint16: true,
  int32: true,
  uint32: true,
  int64: true,
  uint64: true,
  bool: true,
  string: true,
} as const satisfies Readonly<Record<DataType, true>>;

export const dataType = v.picklist(Object.keys(dataTypes) as DataType[]);

/** A non-negative integer. */
export const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** One entry of a frame's tensor list. */
export const tensorHeader = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
  dtype: dataType,
  shape: v.pipe(v.array(wholeNumber), v.maxLength(32)),
  /** Present only for strings, whose length does not follow from the shape. */
  byteLength: v.exactOptional(wholeNumber),
});
export type TensorHeader = v.InferOutput<typeof tensorHeader>;
