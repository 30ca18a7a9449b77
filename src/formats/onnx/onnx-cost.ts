import type { ConvolutionFacts } from '#core/model/model-facts.ts';
import { countPerElementOperations, operationsPer, sumCosts } from '#graph/cost.ts';
import { countElements, isFixed } from '#graph/value.ts';
import { maxEquationLength } from './rules/product-rules.ts';
import type { InferredNode } from './infer-shapes.ts';

type CostRule = (node: InferredNode) => number | null;

const costFree: CostRule = () => 0;

const createOutputRule =
  (operations: number): CostRule =>
  ({ outputs }) =>
    countPerElementOperations(outputs[0]?.shape, operations);

const createInputRule =
  (operations: number): CostRule =>
  ({ inputs }) =>
    countPerElementOperations(inputs[0]?.shape, operations);

/** The input index of the filter of each convolution operator. */
const filterIndices: ReadonlyMap<string, number> = new Map([
  ['Conv', 1],
  ['ConvInteger', 1],
  ['com.microsoft::FusedConv', 1],
  ['QLinearConv', 3],
]);

/** Describes a convolution; `null` for other nodes, and if the filter's shape, [out, in / group, ...kernel], is unknown. */
export function describeConvolution({ operator, inputs, attributes }: InferredNode): ConvolutionFacts | null {
  const filter = inputs[filterIndices.get(operator) ?? -1]?.shape;
  if (!isFixed(filter)) return null;
  const [, channels = 0, ...kernel] = filter;
  return { kernel, channels, groups: attributes.int('group', 1) };
}

/** Convolution: each output sums over one filter, [out, in / group, ...kernel], with two operations per weight. */
const convolution: CostRule = (node) => {
  const facts = describeConvolution(node);
  return (
    facts &&
    countPerElementOperations(
      node.outputs[0]?.shape,
      2 * facts.kernel.reduce((product, size) => product * size, facts.channels),
    )
  );
};

/**
 * Transposed convolution: each input element is multiplied by every weight of its channel's filter, [in, out / group,
 * ...kernel].
 */
const transposedConvolution: CostRule = ({ inputs }) => {
  const filter = inputs[1]?.shape;
  const perElement = countElements(filter?.slice(1));
  return countPerElementOperations(inputs[0]?.shape, perElement && 2 * perElement);
};

/** Matrix product: each output sums over the columns of the left matrix. */
const matMul: CostRule = ({ inputs, outputs }) => {
  const inner = inputs[0]?.shape?.at(-1);
  return countPerElementOperations(outputs[0]?.shape, typeof inner === 'number' ? 2 * inner : null);
};

const gemm: CostRule = ({ inputs, outputs, attributes }) => {
  const inner = inputs[0]?.shape?.at(attributes.int('transA', 0) === 1 ? 0 : 1);
  return countPerElementOperations(outputs[0]?.shape, typeof inner === 'number' ? 2 * inner : null);
};

const pool: CostRule = ({ attributes, outputs }) =>
  countPerElementOperations(
    outputs[0]?.shape,
    attributes.ints('kernel_shape')?.reduce((product, size) => product * size, 1),
  );

/** Recurrent layers: two operations per weight for every step of every sequence. Peepholes and gates are negligible. */
const recurrent: CostRule = ({ inputs: [x, weights, recurrence] }) => {
  if (!isFixed(x?.shape)) return null;
  const [input, hidden] = [countElements(weights?.shape), countElements(recurrence?.shape)];
  const steps = (x.shape[0] ?? 0) * (x.shape[1] ?? 0);
  return input === null || hidden === null ? null : 2 * steps * (input + hidden);
};

/**
 * Einsum: one multiply-add for every combination of indices, so two operations times the product of all letters' sizes.
 */
const einsum: CostRule = ({ inputs, attributes }) => {
  const terms = attributes.text('equation')?.replaceAll(/\s/g, '').split('->')[0]?.split(',') ?? [];
  const sizes = new Map<string, number>();
  if (terms.join().length > maxEquationLength) return null;
  for (const [index, term] of terms.entries()) {
    const shape = inputs[index]?.shape;
    if (!isFixed(shape) || shape.length !== term.length) return null;
    for (const [axis, letter] of [...term].entries())
      sizes.set(letter, Math.max(shape[axis] ?? 1, sizes.get(letter) ?? 1));
  }
  return 2 * [...sizes.values()].reduce((product, size) => product * size, 1);
};

const matMulBits: CostRule = ({ outputs, attributes }) =>
  countPerElementOperations(outputs[0]?.shape, 2 * attributes.int('K', 0));

/**
 * Attention: the scores and the weighted sum take 4 operations per query, key and element of the head. Cached keys are
 * included if their number is known.
 */
const attention: CostRule = ({ node, inputs, outputs: [output] }) => {
  const key = inputs[1]?.shape;
  if (!isFixed(output?.shape)) return null;
  const past = inputs[node.opType === 'GroupQueryAttention' ? 3 : 6]?.shape?.[2] ?? 0;
  // Keys of four dimensions are [batch, heads, tokens, head size]; without keys, the query is packed with them.
  const keys = key ? key[key.length === 4 ? 2 : 1] : output.shape[1];
  return typeof past === 'number' && typeof keys === 'number'
    ? countPerElementOperations(output.shape, 4 * (past + keys))
    : null;
};

/** The cost of the more expensive branch: which branch runs is unknown. */
const branch: CostRule = ({ branches }) => {
  const sums = branches.map(({ nodes }) => sumCosts(nodes.map(countFlops))).filter((sum) => sum !== null);
  return sums.length === branches.length ? Math.max(0, ...sums) : null;
};

const { softmax, normalisation, rmsNormalisation, storedNormalisation, quantisation, interpolation } = operationsPer;

const rules: ReadonlyMap<string, CostRule> = new Map([
  ...[...filterIndices.keys()].map((name) => [name, convolution] as const),
  ['ConvTranspose', transposedConvolution],
  ...expandNames(
    matMul,
    'MatMul MatMulInteger QLinearMatMul com.microsoft::DynamicQuantizeMatMul com.microsoft::MatMulIntegerToFloat',
  ),
  ['Gemm', gemm],
  ['Einsum', einsum],
  ['com.microsoft::MatMulNBits', matMulBits],
  ...expandNames(attention, 'com.microsoft::GroupQueryAttention com.microsoft::MultiHeadAttention'),
  ...expandNames(recurrent, 'LSTM GRU RNN'),
  ['If', branch],
  ...expandNames(pool, 'AveragePool MaxPool LpPool com.microsoft::QLinearAveragePool'),
  ...expandNames(
    createInputRule(1),
    'GlobalAveragePool GlobalMaxPool GlobalLpPool com.microsoft::QLinearGlobalAveragePool ArgMax ArgMin',
  ),
  ...expandNames(createInputRule(1), 'ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum CumSum'),
  ...expandNames(createInputRule(2), 'ReduceL1 ReduceL2 ReduceSumSquare ReduceLogSum ReduceLogSumExp'),
  ...expandNames(createOutputRule(softmax), 'Softmax LogSoftmax Hardmax com.microsoft::QLinearSoftmax'),
  ...expandNames(
    createOutputRule(normalisation),
    'LayerNormalization InstanceNormalization GroupNormalization LpNormalization',
  ),
  ...expandNames(
    createOutputRule(normalisation),
    'MeanVarianceNormalization LRN com.microsoft::SkipLayerNormalization',
  ),
  ...expandNames(
    createOutputRule(rmsNormalisation),
    'RMSNormalization SimplifiedLayerNormalization com.microsoft::SimplifiedLayerNormalization',
  ),
  ...expandNames(createOutputRule(6), 'com.microsoft::SkipSimplifiedLayerNormalization com.microsoft::RotaryEmbedding'),
  ['BatchNormalization', createOutputRule(storedNormalisation)],
  ...expandNames(createOutputRule(quantisation), 'QuantizeLinear DequantizeLinear DynamicQuantizeLinear'),
  ...expandNames(createOutputRule(2), 'PRelu HardSigmoid HardSwish'),
  ...expandNames(
    createOutputRule(2),
    'Swish Mish Softsign com.microsoft::QuickGelu com.microsoft::QLinearAdd com.microsoft::QLinearMul',
  ),
  ...expandNames(createOutputRule(interpolation), 'Resize Upsample GridSample RoiAlign'),
  ...expandNames(createOutputRule(4), 'Gelu com.microsoft::Gelu com.microsoft::FastGelu com.microsoft::BiasGelu'),
  ...expandNames(
    createOutputRule(1),
    `Abs Acos Acosh Add And Asin Asinh Atan Atanh BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor Cast CastLike Ceil
     Celu Clip Cos Cosh Div Elu Equal Erf Exp Floor Greater GreaterOrEqual IsInf IsNaN LeakyRelu Less LessOrEqual Log
     Max Mean Min Mod Mul Neg Not Or Pow Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Sinh Softplus Sqrt Sub Sum
     Tan Tanh ThresholdedRelu Where Xor com.microsoft::QLinearLeakyRelu com.microsoft::QLinearSigmoid`,
  ),
  ...expandNames(
    costFree,
    `Bernoulli Concat Constant ConstantOfShape DepthToSpace Dropout Expand EyeLike Flatten Gather GatherElements GatherND
     Identity OneHot Pad RandomNormalLike RandomUniformLike Range Reshape ReverseSequence Scatter ScatterElements
     ScatterND Shape Size Slice SpaceToDepth Split Squeeze Tile Transpose Trilu Unsqueeze`,
  ),
]);

function expandNames(rule: CostRule, names: string): (readonly [string, CostRule])[] {
  return names.split(/\s+/).map((name) => [name, rule]);
}

/** Whether there is a cost rule for this operator. Operators whose cost depends on their values have none. */
export function hasCostRule(operator: string): boolean {
  return rules.has(operator);
}

/** Counts the operations of one run of a node; `null` if there is no rule or a required size is unknown. */
export function countFlops(node: InferredNode): number | null {
  const flops = rules.get(node.operator)?.(node) ?? null;
  return Number.isSafeInteger(flops) ? flops : null;
}
