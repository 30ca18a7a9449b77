import { reduceShape } from '#graph/shapes.ts';
import { normaliseAxis, broadcastShapes, createValue, type Shape, type Size } from '#graph/value.ts';
import type { NodeContext, ShapeRule } from '../shape-rule.ts';

/** Infers the shape of a matrix product of the last two axes, with the others broadcast, and vectors as in NumPy. */
function inferMatMulShape(a: Shape | null | undefined, b: Shape | null | undefined): Shape | null {
  if (!a?.length || !b?.length) return null;
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  if (!batch) return null;
  const rows = a.length > 1 ? [a.at(-2) ?? null] : [];
  const columns = b.length > 1 ? [b.at(-1) ?? null] : [];
  return [...batch, ...rows, ...columns];
}

/** @param rightIndex index of the right matrix among the inputs */
export function createMatMulRule(rightIndex: number, dtype: (context: NodeContext) => string): ShapeRule {
  return (context) => [
    createValue(dtype(context), inferMatMulShape(context.inputs[0]?.shape, context.inputs[rightIndex]?.shape)),
  ];
}

const gemm: ShapeRule = ({ inputs: [a, b], attributes }) => {
  if (a?.shape?.length !== 2 || b?.shape?.length !== 2) return null;
  const rows = a.shape[attributes.int('transA', 0)] ?? null;
  const columns = b.shape[1 - attributes.int('transB', 0)] ?? null;
  return [createValue(a.dtype, [rows, columns])];
};

/** The maximum length of an equation in characters. Heuristic, not measured. */
export const maxEquationLength = 256;

/** The output axes are the letters after the arrow or, without an arrow, those that occur once, sized as in the inputs. */
const einsum: ShapeRule = ({ inputs, attributes }) => {
  const equation = attributes.text('equation')?.replaceAll(/\s/g, '') ?? '';
  if (equation.includes('.') || equation.length > maxEquationLength) return null;
  const [left = '', right] = equation.split('->');
  const sizes = new Map<string, Size>();
  for (const [index, term] of left.split(',').entries()) {
    for (const [axis, letter] of [...term].entries()) {
      const size = inputs[index]?.shape?.[axis] ?? null;
      if (typeof sizes.get(letter) !== 'number') sizes.set(letter, size);
    }
  }
  const letters =
    right ??
    [...sizes.keys()]
      .filter((letter) => left.split(letter).length === 2)
      .sort()
      .join('');
  return [
    createValue(
      inputs[0]?.dtype ?? 'unknown',
      [...letters].map((letter) => sizes.get(letter) ?? null),
    ),
  ];
};

function reduce(
  context: NodeContext,
  dtype: string,
  axes: readonly number[] | undefined,
  keepsAxes: boolean,
): ReturnType<ShapeRule> {
  const shape = context.inputs[0]?.shape;
  return shape ? [createValue(dtype, reduceShape(shape, axes ?? shape.keys(), keepsAxes))] : null;
}

/** Axes are an attribute or, since opset 13 or 18, the second input. */
const reduction: ShapeRule = (context) => {
  const { attributes, inputs } = context;
  const [x, axesInput] = inputs;
  const keepsAxes = attributes.int('keepdims', 1) === 1;
  const content = axesInput?.content?.filter((axis) => typeof axis === 'number');
  if (axesInput && !content) return null;
  const axes = attributes.ints('axes') ?? content;
  if (!axes?.length && attributes.int('noop_with_empty_axes', 0) === 1) return x && [createValue(x.dtype, x.shape)];
  return reduce(context, x?.dtype ?? 'unknown', axes?.length ? axes : undefined, keepsAxes);
};

const argReduction: ShapeRule = (context) =>
  reduce(context, 'int64', [context.attributes.int('axis', 0)], context.attributes.int('keepdims', 1) === 1);

const topK: ShapeRule = ({ inputs: [x, k], attributes }) => {
  if (!x?.shape) return null;
  const axis = normaliseAxis(attributes.int('axis', -1), x.shape.length);
  if (axis === null) return null;
  const shape = x.shape.with(axis, k?.content?.[0] ?? attributes.int('k') ?? null);
  return [createValue(x.dtype, shape), createValue('int64', shape)];
};

/** LSTM, GRU and RNN, sequence first: Y [steps, directions, batch, hidden], the last state and the last cell. */
const recurrent: ShapeRule = ({ inputs: [x, weights], attributes }) => {
  if (x?.shape?.length !== 3) return null;
  const hidden = attributes.int('hidden_size') ?? null;
  const directions = weights?.shape?.[0] ?? null;
  const isBatchFirst = attributes.int('layout', 0) === 1;
  const [steps = null, batch = null] = isBatchFirst ? [x.shape[1], x.shape[0]] : x.shape;
  const y = isBatchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
  const state = isBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
  return [createValue(x.dtype, y), createValue(x.dtype, state), createValue(x.dtype, state)];
};

/** The mean and the reciprocal standard deviation are optional outputs. */
const layerNorm: ShapeRule = ({ inputs: [x], attributes }) => {
  if (!x?.shape) return null;
  const axis = normaliseAxis(attributes.int('axis', -1), x.shape.length);
  const statistics = axis === null ? null : x.shape.map((size, index) => (index < axis ? size : 1));
  return [createValue(x.dtype, x.shape), createValue('float32', statistics), createValue('float32', statistics)];
};

const batchNorm: ShapeRule = ({ inputs: [x, , , mean, variance] }) =>
  x && [
    createValue(x.dtype, x.shape),
    createValue(x.dtype, mean?.shape ?? null),
    createValue(x.dtype, variance?.shape ?? null),
  ];

const suffixes = 'L1 L2 LogSum LogSumExp Max Mean Min Prod Sum SumSquare'.split(' ');

export const products: Readonly<Record<string, ShapeRule>> = {
  ...Object.fromEntries(suffixes.map((suffix) => [`Reduce${suffix}`, reduction])),
  ArgMax: argReduction,
  ArgMin: argReduction,
  BatchNormalization: batchNorm,
  Einsum: einsum,
  GRU: recurrent,
  Gemm: gemm,
  LSTM: recurrent,
  LayerNormalization: layerNorm,
  MatMul: createMatMulRule(1, ({ inputs }) => inputs[0]?.dtype ?? 'unknown'),
  MatMulInteger: createMatMulRule(1, () => 'int32'),
  NonMaxSuppression: () => [createValue('int64', [null, 3])],
  NonZero: ({ inputs: [x] }) => [createValue('int64', [x?.shape?.length ?? null, null])],
  QLinearMatMul: createMatMulRule(3, ({ inputs }) => inputs[7]?.dtype ?? 'unknown'),
  RNN: recurrent,
  TopK: topK,
};
