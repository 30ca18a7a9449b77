import { computeContent, multiply, type Arithmetic } from '#graph/arithmetic.ts';
import { countPerElementOperations, operationsPer } from '#graph/cost.ts';
import { broadcastShapes, createValue } from '#graph/value.ts';
import { createRuleTable, type Rule } from './operator-rule.ts';

/** The output has the shape of the first input and `operations` per element. */
const createUnaryRule =
  (operations: number, dtype?: string): Rule =>
  ({ inputs: [x] }) =>
    x
      ? {
          outputs: [createValue(dtype ?? x.dtype, x.shape, dtype ? null : x.content)],
          flops: countPerElementOperations(x.shape, operations),
        }
      : null;

/** Two inputs are broadcast; the contents of small integers, as in shape computations, are computed. */
const createBinaryRule =
  (arithmetic: Arithmetic | null = null, dtype?: string): Rule =>
  ({ inputs: [a, b] }) => {
    if (!a || !b) return null;
    const shape = broadcastShapes(a.shape, b.shape);
    const content = arithmetic && a.dtype === 'int32' ? computeContent(a, b, shape, arithmetic) : null;
    return { outputs: [createValue(dtype ?? a.dtype, shape, content)], flops: countPerElementOperations(shape, 1) };
  };

/** All inputs are broadcast. */
const variadic: Rule = ({ inputs }) => {
  const shape = broadcastShapes(...inputs.map((input) => input?.shape));
  return {
    outputs: [createValue(inputs.at(-1)?.dtype ?? 'unknown', shape)],
    flops: countPerElementOperations(shape, 1),
  };
};

/** Element-wise operators. Every function counts as one operation. */
export const elementwise: Readonly<Record<string, Rule>> = {
  ...createRuleTable(
    createUnaryRule(0),
    'Identity StopGradient PreventGradient Snapshot OnesLike ZerosLike Reverse ReverseV2',
  ),
  ...createRuleTable(
    createUnaryRule(1),
    `Abs Acos Acosh Asin Asinh Atan Atanh Ceil ClipByValue Cos Cosh Cumsum Elu Erf Exp Expm1 Floor LeakyRelu Log Log1p
     Neg Reciprocal Relu Relu6 Rint Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square Tan Tanh BiasAdd`,
  ),
  ...createRuleTable(createUnaryRule(1, 'bool'), 'IsFinite IsInf IsNan LogicalNot'),
  ...createRuleTable(
    createUnaryRule(operationsPer.storedNormalisation),
    'FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3',
  ),
  Prelu: createUnaryRule(2),
  ...createRuleTable(createUnaryRule(operationsPer.softmax), 'LogSoftmax Softmax'),
  LRN: createUnaryRule(operationsPer.normalisation),
  Cast: (context) => createUnaryRule(1)(context),
  Add: createBinaryRule((a, b) => a + b),
  AddV2: createBinaryRule((a, b) => a + b),
  Sub: createBinaryRule((a, b) => a - b),
  Mul: createBinaryRule(multiply),
  FloorDiv: createBinaryRule((a, b) => Math.floor(a / b)),
  Maximum: createBinaryRule(Math.max),
  Minimum: createBinaryRule(Math.min),
  ...createRuleTable(createBinaryRule(), 'Atan2 Div DivNoNan FloorMod Mod Pow RealDiv SquaredDifference'),
  ...createRuleTable(
    createBinaryRule(null, 'bool'),
    'Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr LogicalXor NotEqual',
  ),
  ...createRuleTable(variadic, 'AddN Select SelectV2'),
};
