import {
  computeContent,
  readContent,
  divide,
  divideTowardsZero,
  multiply,
  type Arithmetic,
} from '#graph/arithmetic.ts';
import { broadcastShapes, isFixed, createValue } from '#graph/value.ts';
import { getDataTypeName } from '../onnx-model.ts';
import type { NodeContext, ShapeRule } from '../shape-rule.ts';

/** The output has the type and shape of the first input. */
export const copyInput: ShapeRule = ({ inputs: [x] }) => x && [createValue(x.dtype, x.shape)];

/** Creates a rule for an output with the shape of the first input and the type of an attribute, another input or the operator. */
export function createSameShapeRule(dtype: (context: NodeContext) => string): ShapeRule {
  return (context) => [createValue(dtype(context), context.inputs[0]?.shape ?? null)];
}

/** The shape of the first input, with the type of the attribute `dtype`, if present. */
const typed = createSameShapeRule(
  ({ inputs, attributes }) => getDataTypeName(attributes.int('dtype', 0)) ?? inputs[0]?.dtype ?? 'unknown',
);

/** Two inputs are broadcast; the contents of small integers, as in shape computations, are computed. */
function createBinaryRule(arithmetic: Arithmetic | null, dtype?: string): ShapeRule {
  return ({ inputs: [a, b] }) => {
    if (!a || !b) return null;
    const shape = broadcastShapes(a.shape, b.shape);
    return [createValue(dtype ?? a.dtype, shape, arithmetic && computeContent(a, b, shape, arithmetic))];
  };
}

const selectDivision = (dtype: string): Arithmetic => (dtype.includes('int') ? divideTowardsZero : divide);

/** The output has the common shape to which all inputs are broadcast. */
const variadic: ShapeRule = ({ inputs }) => {
  const [first] = inputs;
  return first ? [createValue(first.dtype, broadcastShapes(...inputs.map((input) => input?.shape)))] : null;
};

const select: ShapeRule = ({ inputs: [condition, x, y] }) => {
  if (!condition || !x || !y) return null;
  const shape = broadcastShapes(condition.shape, x.shape, y.shape);
  const isKnown = condition.content && x.content && y.content && isFixed(shape) && shape.length <= 1;
  const content = Array.from({ length: isKnown ? (shape[0] ?? 1) : 0 }, (_, index) => {
    const conditionValue = readContent(condition, index);
    return conditionValue === null ? null : readContent(conditionValue === 0 ? y : x, index);
  });
  return [createValue(x.dtype, shape, isKnown ? content : null)];
};

const unaryNames = `Acos Acosh Asin Asinh Atan Atanh BitwiseNot Celu Cos Cosh Cumsum CumSum Elu Erf Exp Gelu Hardmax
  HardSigmoid HardSwish InstanceNormalization GroupNormalization LRN LeakyRelu Log LogSoftmax LpNormalization
  MeanVarianceNormalization Mish Not PRelu Reciprocal Relu RMSNormalization ReverseSequence Round Selu Shrink Sigmoid
  Sign Sin Sinh Softmax Softplus Softsign Sqrt Tan Tanh ThresholdedRelu Trilu ScatterElements ScatterND Scatter
  Clip Swish`;

/** Applies a function to each number of the first input. */
const mapElements =
  (compute: (value: number) => number): ShapeRule =>
  ({ inputs: [x] }) =>
    x
      ? [
          createValue(
            x.dtype,
            x.shape,
            x.content?.map((size) => (typeof size === 'number' ? compute(size) : null)),
          ),
        ]
      : null;

export const elementwise: Readonly<Record<string, ShapeRule>> = {
  ...Object.fromEntries(unaryNames.split(/\s+/).map((name) => [name, copyInput])),
  Ceil: mapElements(Math.ceil),
  Floor: mapElements(Math.floor),
  Abs: mapElements(Math.abs),
  Neg: mapElements((value) => 0 - value),
  Identity: ({ inputs: [x] }) => x && [x],
  Add: createBinaryRule((a, b) => a + b),
  Sub: createBinaryRule((a, b) => a - b),
  Mul: createBinaryRule(multiply),
  Div: (context) => createBinaryRule(selectDivision(context.inputs[0]?.dtype ?? ''))(context),
  Mod: createBinaryRule((a, b) => (b === 0 ? 0 : a - b * Math.floor(a / b))),
  Pow: createBinaryRule(null),
  BitShift: createBinaryRule(null),
  BitwiseAnd: createBinaryRule(null),
  BitwiseOr: createBinaryRule(null),
  BitwiseXor: createBinaryRule(null),
  And: createBinaryRule(null, 'bool'),
  Or: createBinaryRule(null, 'bool'),
  Xor: createBinaryRule(null, 'bool'),
  Equal: createBinaryRule((a, b) => Number(a === b), 'bool'),
  Greater: createBinaryRule((a, b) => Number(a > b), 'bool'),
  GreaterOrEqual: createBinaryRule((a, b) => Number(a >= b), 'bool'),
  Less: createBinaryRule((a, b) => Number(a < b), 'bool'),
  LessOrEqual: createBinaryRule((a, b) => Number(a <= b), 'bool'),
  Max: variadic,
  Min: variadic,
  Mean: variadic,
  Sum: variadic,
  Where: select,
  IsNaN: createSameShapeRule(() => 'bool'),
  IsInf: createSameShapeRule(() => 'bool'),
  ...Object.fromEntries(['Bernoulli', 'EyeLike', 'RandomNormalLike', 'RandomUniformLike'].map((name) => [name, typed])),
};
