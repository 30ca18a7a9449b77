import type { DataType, Tensor, TensorArrays, Tensors, TensorSpec } from '#core/engine/tensor.ts';
import { countElements } from '#core/engine/tensor.ts';
import type { HostileInputId, HostileOutcome } from '#core/report/hostile-result.ts';

/** The numeric data types; strings and booleans have no hostile values. */
type NumberType = Exclude<DataType, 'string' | 'bool'>;

/** The lowest and highest finite value of each numeric type; those of float16 are bit patterns. */
const rangeByType: { readonly [D in NumberType]: readonly [min: number | bigint, max: number | bigint] } = {
  float32: [-3.4028234663852886e38, 3.4028234663852886e38],
  float64: [-Number.MAX_VALUE, Number.MAX_VALUE],
  float16: [0xfbff, 0x7bff],
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32_768, 32_767],
  uint16: [0, 65_535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};
const nanByType: Partial<Record<DataType, number>> = { float32: NaN, float64: NaN, float16: 0x7e00 };
const infinityByType: Partial<Record<DataType, number>> = { float32: Infinity, float64: Infinity, float16: 0x7c00 };
const oneByType: Partial<Record<DataType, number>> = { float16: 0x3c00 };

const createArray: { readonly [D in NumberType]: (count: number) => TensorArrays[D] } = {
  float32: (count) => new Float32Array(count),
  float64: (count) => new Float64Array(count),
  float16: (count) => new Uint16Array(count),
  int8: (count) => new Int8Array(count),
  uint8: (count) => new Uint8Array(count),
  int16: (count) => new Int16Array(count),
  uint16: (count) => new Uint16Array(count),
  int32: (count) => new Int32Array(count),
  uint32: (count) => new Uint32Array(count),
  int64: (count) => new BigInt64Array(count),
  uint64: (count) => new BigUint64Array(count),
};

function fillTensor(dtype: DataType, shape: readonly number[], value: number | bigint | undefined): Tensor | null {
  if (dtype === 'string' || dtype === 'bool' || value === undefined) return null;
  const data = createArray[dtype](countElements(shape));
  (data as { fill(value: number | bigint): unknown }).fill(
    data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(value) : value,
  );
  return { dtype, shape, data } as Tensor;
}

type TensorCreator = (dtype: DataType, shape: readonly number[]) => Tensor | null;

/** Creates inputs that a model must survive, by id; `null` if a data type has no such value. */
export const hostileInputs = {
  zeros: (dtype, shape) => fillTensor(dtype, shape, 0),
  constant: (dtype, shape) => fillTensor(dtype, shape, oneByType[dtype] ?? 1),
  max: (dtype, shape) =>
    fillTensor(dtype, shape, dtype === 'string' || dtype === 'bool' ? undefined : rangeByType[dtype][1]),
  min: (dtype, shape) =>
    fillTensor(dtype, shape, dtype === 'string' || dtype === 'bool' ? undefined : rangeByType[dtype][0]),
  'not-a-number': (dtype, shape) => fillTensor(dtype, shape, nanByType[dtype]),
  infinite: (dtype, shape) => fillTensor(dtype, shape, infinityByType[dtype]),
  'one-more': (dtype, shape) =>
    fillTensor(
      dtype,
      replaceLastSize(shape, (size) => size + 1),
      0,
    ),
  empty: (dtype, shape) =>
    fillTensor(
      dtype,
      replaceLastSize(shape, () => 0),
      0,
    ),
  'other-rank': (dtype, shape) => fillTensor(dtype, [1, ...shape], 0),
} satisfies Readonly<Record<HostileInputId, TensorCreator>>;

export const hostileInputIds = Object.keys(hostileInputs) as readonly HostileInputId[];

/** Replaces the last size of a shape; a scalar gets an axis. */
function replaceLastSize(shape: readonly number[], change: (size: number) => number): readonly number[] {
  return [...shape.slice(0, -1), change(shape.at(-1) ?? 1)];
}

/**
 * Creates all inputs of a model with one kind of hostile value; free sizes are 1.
 * @returns the inputs, with zeros for those whose type has no such value; `null` if no input can have it
 */
export function createHostileTensors(id: HostileInputId, specs: readonly TensorSpec[]): Tensors | null {
  const tensors: Record<string, Tensor> = {};
  let isHostile = false;
  for (const { name, dtype, shape: sizes } of specs) {
    const shape = sizes.map((size) => (typeof size === 'number' ? size : 1));
    const hostile = hostileInputs[id](dtype, shape);
    isHostile ||= hostile !== null;
    const tensor = hostile ?? fillTensor(dtype, shape, 0);
    if (!tensor) return null;
    tensors[name] = tensor;
  }
  return isHostile ? tensors : null;
}

/** Classifies outputs by whether all their values are finite. */
export function classifyOutputs(outputs: Tensors): HostileOutcome {
  return Object.values(outputs).every(hasFiniteValues) ? 'finite' : 'not-finite';
}

function hasFiniteValues({ dtype, data }: Tensor): boolean {
  // The exponent of an infinity or NaN is all ones.
  if (dtype === 'float16') return data.every((bits) => (bits & 0x7c00) !== 0x7c00);
  return dtype === 'float32' || dtype === 'float64' ? data.every(Number.isFinite) : true;
}
