import { AppError } from '#core/errors/error.ts';
import { arrayTypes, type DataType, type Tensor } from '#core/engine/tensor.ts';

type TensorOf<D extends DataType> = Extract<Tensor, { dtype: D }>;

/** The minimum and maximum of each integer type that JSON can express without loss. */
const ranges: Readonly<Partial<Record<DataType, readonly [min: number, max: number]>>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32_768, 32_767],
  uint16: [0, 65_535],
  int32: [-2_147_483_648, 2_147_483_647],
  uint32: [0, 4_294_967_295],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint64: [0, Number.MAX_SAFE_INTEGER],
};

/** Deeper arrays are rejected as invalid elements, because flattening them could exhaust the stack. */
const maxNesting = 64;

/**
 * Parses the elements of a tensor in JSON, which may be flat or nested along its dimensions.
 * @param count the number of elements, the product of the shape
 * @throws AppError request-invalid
 */
export function parseTensorData<D extends DataType>(
  name: string,
  dtype: D,
  count: number,
  json: unknown,
): TensorOf<D>['data'] {
  if (dtype === 'float16') throw createFault(name, 'tensor-needs-binary', { type: 'FP16' });
  const values = Array.isArray(json) ? (json.flat(maxNesting) as readonly unknown[]) : [];
  if (values.length !== count) throw createFault(name, 'tensor-elements', { actual: values.length, expected: count });
  const isValid = createValueCheck(dtype);
  const invalidIndex = values.findIndex((value) => !isValid(value));
  if (invalidIndex >= 0) {
    const value = Array.isArray(values[invalidIndex]) ? '[…]' : JSON.stringify(values[invalidIndex]);
    throw createFault(name, 'tensor-element', { type: dtype, value });
  }
  if (dtype === 'string') return [...values] as TensorOf<D>['data'];
  const data = new arrayTypes[dtype as Exclude<DataType, 'string'>](
    new ArrayBuffer(count * countBytesPerElement(dtype)),
  );
  const isLong = dtype === 'int64' || dtype === 'uint64';
  for (const [index, value] of values.entries()) {
    data[index] = (isLong ? BigInt(value as number) : Number(value)) as never;
  }
  return data as TensorOf<D>['data'];
}

/**
 * Converts the elements of a tensor to values for `JSON.stringify`.
 * @throws AppError request-invalid for values that JSON cannot express
 */
export function formatTensorData(name: string, { dtype, data }: Tensor): readonly unknown[] {
  switch (dtype) {
    case 'float16':
      throw createFault(name, 'tensor-needs-binary', { type: 'FP16' });
    case 'int64':
    case 'uint64':
      return Array.from(data, (value) => toRawJson(value));
    case 'bool':
      return Array.from(data, (value) => value !== 0);
    case 'float32':
    case 'float64':
      if (!data.every(Number.isFinite)) throw createFault(name, 'tensor-needs-binary', { type: 'NaN or infinity' });
      return Array.from(data);
    default:
      return Array.from(data as ArrayLike<unknown>);
  }
}

/** Writes an integer with all its digits, also beyond 2^53. */
function toRawJson(value: bigint): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(value));
}

function createValueCheck(dtype: DataType): (value: unknown) => boolean {
  if (dtype === 'string') return (value) => typeof value === 'string';
  if (dtype === 'bool') return (value) => typeof value === 'boolean' || value === 0 || value === 1;
  const range = ranges[dtype];
  if (!range) return (value) => typeof value === 'number';
  const [min, max] = range;
  return (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function countBytesPerElement(dtype: DataType): number {
  return arrayTypes[dtype as Exclude<DataType, 'string'>].BYTES_PER_ELEMENT;
}

function createFault(
  name: string,
  reason: 'tensor-needs-binary' | 'tensor-elements' | 'tensor-element',
  facts: Readonly<Record<string, string | number>>,
): AppError {
  return new AppError('request-invalid', { reason, name, ...facts });
}
