import { computeContent, multiply, type Arithmetic } from '#graph/arithmetic.ts';
import { countPerElementOperations, operationsPer } from '#graph/cost.ts';
import { broadcastShapes, createValue } from '#graph/value.ts';
import { createRuleTable, type Rule } from './operator-rule.ts';

/** The shape of the first input, with `operations` per element. */
const unary =
  (operations: number, dtype?: string): Rule =>
  ({ inputs: [x] }) =>
    x
      ? {
          outputs: [createValue(dtype ?? x.dtype, x.shape, dtype ? null : x.content)],
          flops: countPerElementOperations(x.shape, operations),
        }
      : null;

/** Two inputs broadcast; small integers, as in computations with shapes, are computed. */
const binary =
  (arithmetic: Arithmetic | null = null, dtype?: string): Rule =>
  ({ inputs: [a, b] }) => {
    if (!a || !b) return null;
    const shape = broadcastShapes(a.shape, b.shape);
    const content = arithmetic && a.dtype === 'int32' ? computeContent(a, b, shape, arithmetic) : null;
    return { outputs: [createValue(dtype ?? a.dtype, shape, content)], flops: countPerElementOperations(shape, 1) };
  };

/** All inputs broadcast. */
const variadic: Rule = ({ inputs }) => {
  const shape = broadcastShapes(...inputs.map((input) => input?.shape));
  return {
    outputs: [createValue(inputs.at(-1)?.dtype ?? 'unknown', shape)],
    flops: countPerElementOperations(shape, 1),
  };
};

/** Operators that work element by element. Every function counts as one operation. */
export const elementwise: Readonly<Record<string, Rule>> = {
  ...createRuleTable(unary(0), 'Identity StopGradient PreventGradient Snapshot OnesLike ZerosLike Reverse ReverseV2'),
  ...createRuleTable(
    unary(1),
    `Abs Acos Acosh Asin Asinh Atan Atanh Ceil ClipByValue Cos Cosh Cumsum Elu Erf Exp Expm1 Floor LeakyRelu Log Log1p
     Neg Reciprocal Relu Relu6 Rint Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square Tan Tanh BiasAdd`,
  ),
  ...createRuleTable(unary(1, 'bool'), 'IsFinite IsInf IsNan LogicalNot'),
  ...createRuleTable(unary(operationsPer.storedNormalisation), 'FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3'),
  Prelu: unary(2),
  ...createRuleTable(unary(operationsPer.softmax), 'LogSoftmax Softmax'),
  LRN: unary(operationsPer.normalisation),
  Cast: (context) => unary(1)(context),
  Add: binary((a, b) => a + b),
  AddV2: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary(multiply),
  FloorDiv: binary((a, b) => Math.floor(a / b)),
  Maximum: binary(Math.max),
  Minimum: binary(Math.min),
  ...createRuleTable(binary(), 'Atan2 Div DivNoNan FloorMod Mod Pow RealDiv SquaredDifference'),
  ...createRuleTable(
    binary(null, 'bool'),
    'Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr LogicalXor NotEqual',
  ),
  ...createRuleTable(variadic, 'AddN Select SelectV2'),
};
