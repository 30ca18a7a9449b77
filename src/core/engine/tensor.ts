import { AppError } from '../errors/error.ts';

/** Array types by element type, with ONNX's names. `float16` is represented by its bits. */
export interface TensorArrays {
  float32: Float32Array;
  float64: Float64Array;
  float16: Uint16Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  bool: Uint8Array;
  string: string[];
}
export type DataType = keyof TensorArrays;
type NumericType = Exclude<DataType, 'string'>;

/** Typed array constructors by numeric element type. */
export const arrayTypes: {
  readonly [D in NumericType]: {
    readonly BYTES_PER_ELEMENT: number;
    new (buffer: ArrayBuffer, byteOffset?: number, length?: number): TensorArrays[D];
  };
} = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

/** A dense, row-major tensor. `data.length` is the product of `shape`. The holder of the object owns the buffer. */
export type Tensor = {
  [D in DataType]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: TensorArrays[D] };
}[DataType];

/** Tensors by input or output name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** An input or output as declared by a model. In the shape, a string is a named free dimension and `null` an unnamed one. */
export interface TensorSpec {
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: readonly (number | string | null)[];
}

/**
 * Sets the sizes of free dimensions of inputs or outputs.
 * @param sizes by dimension name, or by axis (`x.2`) for an unnamed dimension. Others remain free.
 */
export function setSizes<Spec extends Pick<TensorSpec, 'name'> & { readonly shape: TensorSpec['shape'] | null }>(
  specs: readonly Spec[],
  sizes: Readonly<Record<string, number>>,
): Spec[] {
  return specs.map((spec) => ({
    ...spec,
    shape:
      spec.shape &&
      spec.shape.map((size, axis) => {
        const name = size ?? `${spec.name}.${axis}`;
        return typeof name === 'string' && Object.hasOwn(sizes, name) ? (sizes[name] ?? size) : size;
      }),
  }));
}

export function countElements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Checks inputs against a model's specs.
 * @throws AppError input-invalid if a name, type or shape does not match
 */
export function checkInputs(inputs: Tensors, specs: readonly TensorSpec[]): void {
  const names = specs.map((spec) => spec.name).join(', ');
  for (const name of Object.keys(inputs)) {
    if (!specs.some((spec) => spec.name === name))
      throw new AppError('input-invalid', { name, actual: name, expected: names });
  }
  for (const spec of specs) {
    const tensor = inputs[spec.name];
    const facts = { name: spec.name, expected: describeSpec(spec) };
    if (!tensor) throw new AppError('input-invalid', facts);
    const isComplete = tensor.data.length === countElements(tensor.shape);
    const isMatching =
      isComplete &&
      tensor.dtype === spec.dtype &&
      tensor.shape.length === spec.shape.length &&
      tensor.shape.every((size, axis) => typeof spec.shape[axis] !== 'number' || spec.shape[axis] === size);
    if (!isMatching) {
      const actual = describeSpec(tensor);
      throw new AppError('input-invalid', { ...facts, actual, ...(!isComplete && { elements: tensor.data.length }) });
    }
  }
}

/** Formats a type and shape for errors, e.g. `float32[1,3,?,?]`. */
export function describeSpec({ dtype, shape }: Pick<TensorSpec, 'dtype' | 'shape'>): string {
  return `${dtype}[${shape.map((size) => size ?? '?').join(',')}]`;
}
