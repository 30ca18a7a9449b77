import type { DataType } from '#core/engine/tensor.ts';
import type { ElementType } from '#graph/element-types.ts';
import { createEmptyMessage, type Message, type MessageName } from './onnx-schema.ts';

export interface OnnxModel extends Message<'Model'> {}
export interface Graph extends Message<'Graph'> {}
export interface Node extends Message<'Node'> {}
export interface Attribute extends Message<'Attribute'> {}
/** A stored tensor: its values are in `rawData`, in one of the typed fields, or in the file that `externalData` specifies. */
export interface TensorProto extends Message<'TensorProto'> {}
export interface ValueInfo extends Message<'ValueInfo'> {}
export interface Type extends Message<'Type'> {}

/** The names of TensorProto.DataType by number. `Tensor` supports the first thirteen. */
export const dataTypes = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'string',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
  17: 'float8e4m3fn',
  18: 'float8e4m3fnuz',
  19: 'float8e5m2',
  20: 'float8e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4e2m1',
  24: 'float8e8m0',
  25: 'uint2',
  26: 'int2',
} as const satisfies Readonly<Record<number, ElementType>>;
export type OnnxDataType = (typeof dataTypes)[keyof typeof dataTypes];

/** Type numbers by name. */
export const dataTypeNumbers = Object.fromEntries(
  Object.entries(dataTypes).map(([number, name]) => [name, Number(number)]),
) as Record<OnnxDataType, number>;

/** AttributeProto.AttributeType. */
export const attributeTypes = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
} as const;

/** Creates a message from `fields`, with defaults for the other fields. */
export function createMessage<M extends MessageName>(name: M, fields: Partial<Message<M>> = {}): Message<M> {
  return Object.assign(createEmptyMessage(name), fields);
}

/** Returns the name of an element type; `undefined` if the format does not define the number. */
export function getDataTypeName(number: number): OnnxDataType | undefined {
  return (dataTypes as Record<number, OnnxDataType>)[number];
}

/** Creates a dense tensor type; a string is a named free dimension, `null` an unnamed one. */
export function createTensorValueInfo(
  name: string,
  dtype: DataType,
  shape: readonly (number | string | null)[],
): ValueInfo {
  const dims = shape.map((size) => {
    if (typeof size === 'number') return createMessage('Dimension', { value: size });
    return createMessage('Dimension', size === null ? {} : { parameter: size });
  });
  const tensor = createMessage('TensorType', {
    elementType: dataTypeNumbers[dtype],
    shape: createMessage('Shape', { dims }),
  });
  return createMessage('ValueInfo', { name, type: createMessage('Type', { tensor }) });
}
