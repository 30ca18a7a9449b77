import type { NodeFacts } from '#core/model/model-facts.ts';
import { operationsPer } from '#graph/cost.ts';
import { countElementBytes } from '#graph/element-types.ts';
import { findPeakActivations } from '#graph/peak-activations.ts';
import { countElements } from '#graph/weight-counts.ts';
import type { Subgraph, TfliteModel, TfliteOperator, TfliteTensor } from './tflite-model.ts';

/** A node's tensors by position; `undefined` for an omitted input. */
interface NodeContext {
  readonly operator: TfliteOperator;
  readonly inputs: readonly (TfliteTensor | undefined)[];
  readonly output: TfliteTensor | undefined;
}
type Rule = (node: NodeContext) => number | null;

const countTensorElements = (tensor: TfliteTensor | undefined): number =>
  tensor ? countElements(tensor.shape, 'tflite') : 0;
const getSize = (tensor: TfliteTensor | undefined, axis: number): number => tensor?.shape.at(axis) ?? 0;

const costFree: Rule = () => 0;
const createOutputRule =
  (operations: number): Rule =>
  ({ output }) =>
    operations * countTensorElements(output);
const countInputOperations: Rule = ({ inputs }) => countTensorElements(inputs[0]);

const rules: Readonly<Record<string, Rule>> = {
  // Filters are [out, height, width, in]; each output sums over the last three.
  CONV_2D: ({ inputs, output }) =>
    2 * countTensorElements(output) * getSize(inputs[1], 1) * getSize(inputs[1], 2) * getSize(inputs[1], 3),
  CONV_3D: ({ inputs, output }) =>
    2 *
    countTensorElements(output) *
    getSize(inputs[1], 0) *
    getSize(inputs[1], 1) *
    getSize(inputs[1], 2) *
    getSize(inputs[1], 3),
  DEPTHWISE_CONV_2D: ({ inputs, output }) =>
    2 * countTensorElements(output) * getSize(inputs[1], 1) * getSize(inputs[1], 2),
  // Inputs: output shape, filter, image; each input element contributes to height x width x out outputs.
  TRANSPOSE_CONV: ({ inputs }) =>
    2 * countTensorElements(inputs[2]) * getSize(inputs[1], 0) * getSize(inputs[1], 1) * getSize(inputs[1], 2),
  // MediaPipe's transposed convolution: image, filter [out, height, width, in], bias.
  'custom::Convolution2DTransposeBias': ({ inputs }) =>
    2 * countTensorElements(inputs[0]) * getSize(inputs[1], 0) * getSize(inputs[1], 1) * getSize(inputs[1], 2),
  FULLY_CONNECTED: ({ inputs, output }) => 2 * countTensorElements(output) * getSize(inputs[1], -1),
  BATCH_MATMUL: ({ operator, inputs, output }) =>
    2 * countTensorElements(output) * getSize(inputs[0], operator.options?.u8(0) ? -2 : -1),
  AVERAGE_POOL_2D: countPoolOperations,
  MAX_POOL_2D: countPoolOperations,
  L2_POOL_2D: countPoolOperations,
  SOFTMAX: createOutputRule(operationsPer.softmax),
  LOG_SOFTMAX: createOutputRule(operationsPer.softmax),
  L2_NORMALIZATION: createOutputRule(operationsPer.l2Normalisation),
  RESIZE_BILINEAR: createOutputRule(operationsPer.interpolation),
  QUANTIZE: createOutputRule(operationsPer.quantisation),
  DEQUANTIZE: createOutputRule(operationsPer.quantisation),
  FAKE_QUANT: createOutputRule(operationsPer.quantisation),
  UNIDIRECTIONAL_SEQUENCE_LSTM: ({ inputs, operator }) => {
    const steps = getSize(inputs[0], 0) * getSize(inputs[0], 1);
    // 1-8: input and recurrent matrices of the four gates; 16: projection.
    const matrices = [...operator.inputs.keys()].filter(
      (inputIndex) => (inputIndex >= 1 && inputIndex <= 8) || inputIndex === 16,
    );
    return 2 * steps * matrices.reduce((sum, inputIndex) => sum + countTensorElements(inputs[inputIndex]), 0);
  },
  ...expandNames(
    countInputOperations,
    'MEAN SUM REDUCE_MAX REDUCE_MIN REDUCE_PROD REDUCE_ANY REDUCE_ALL ARG_MAX ARG_MIN CUMSUM',
  ),
  ...expandNames(
    createOutputRule(1),
    `ADD SUB MUL DIV RELU RELU6 RELU_N1_TO_1 RELU_0_TO_1 PRELU LEAKY_RELU ELU GELU HARD_SWISH LOGISTIC TANH ABS NEG
     EXP LOG SQRT RSQRT SQUARE POW SIN COS FLOOR CEIL ROUND MAXIMUM MINIMUM SQUARED_DIFFERENCE FLOOR_DIV FLOOR_MOD LESS
     LESS_EQUAL GREATER GREATER_EQUAL EQUAL NOT_EQUAL LOGICAL_AND LOGICAL_OR LOGICAL_NOT SELECT SELECT_V2 CAST SIGN
     ADD_N`,
  ),
  ...expandNames(
    costFree,
    `RESHAPE SQUEEZE EXPAND_DIMS CONCATENATION PAD PADV2 MIRROR_PAD TRANSPOSE SLICE STRIDED_SLICE SPLIT SPLIT_V PACK
     UNPACK GATHER GATHER_ND SHAPE FILL TILE BROADCAST_TO SPACE_TO_DEPTH DEPTH_TO_SPACE SPACE_TO_BATCH_ND ZEROS_LIKE
     BATCH_TO_SPACE_ND RESIZE_NEAREST_NEIGHBOR REVERSE_V2 RANGE RANK DENSIFY EMBEDDING_LOOKUP ONE_HOT VAR_HANDLE
     READ_VARIABLE ASSIGN_VARIABLE DYNAMIC_UPDATE_SLICE BITCAST`,
  ),
};

function expandNames(rule: Rule, names: string): Record<string, Rule> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, rule]));
}

/** Pool2DOptions: filter_width is field 3, filter_height field 4. */
function countPoolOperations({ operator, output }: NodeContext): number | null {
  const { options } = operator;
  return options && countTensorElements(output) * options.i32(3) * options.i32(4);
}

/** Bytes of a tensor; 0 for strings and handles, whose size is not in the header. */
export function countTensorBytes(tensor: TfliteTensor): number {
  return countElementBytes(tensor.dtype, countTensorElements(tensor));
}

/** Finds the weights: tensors with a non-empty buffer that are neither graph inputs nor outputs of a node. */
export function findWeights(subgraph: Subgraph, { isEmptyBuffer }: TfliteModel): Set<number> {
  const nonWeights = new Set([...subgraph.inputs, ...subgraph.operators.flatMap(({ outputs }) => outputs)]);
  const tensorIndices = [...subgraph.tensors.keys()].filter((tensorIndex) => {
    const tensor = subgraph.tensors[tensorIndex];
    if (!tensor || tensor.buffer === 0 || tensor.isVariable || nonWeights.has(tensorIndex)) return false;
    return !isEmptyBuffer(tensor.buffer, countTensorBytes(tensor));
  });
  return new Set(tensorIndices);
}

export const hasRule = (type: string): boolean => Object.hasOwn(rules, type);

/** Computes the cost of every node, in file order, which is the order of execution. */
export function computeNodeCosts(subgraph: Subgraph, constants: ReadonlySet<number>): NodeFacts[] {
  const { tensors } = subgraph;
  return subgraph.operators.map((operator) => {
    const output = tensors[operator.outputs[0] ?? -1];
    const inputs = operator.inputs.map((index) => tensors[index]);
    const sumBytes = (inputIndices: readonly number[], isConstant: boolean): number =>
      inputIndices.reduce((bytes, index) => {
        const tensor = tensors[index];
        return tensor && constants.has(index) === isConstant ? bytes + countTensorBytes(tensor) : bytes;
      }, 0);
    return {
      name: output?.name ?? '',
      operator: operator.type,
      flops: hasRule(operator.type) ? (rules[operator.type]?.({ operator, inputs, output }) ?? null) : null,
      weightBytes: sumBytes(operator.inputs, true),
      activationBytes: sumBytes(operator.inputs, false) + sumBytes(operator.outputs, false),
      outputShape: output?.shape ?? null,
    };
  });
}

/** Computes the peak bytes of activations; variables are always live. */
export function computePeakActivations(
  { tensors, inputs, outputs, operators }: Subgraph,
  constants: ReadonlySet<number>,
) {
  const variables = [...tensors.keys()].filter((index) => tensors[index]?.isVariable);
  return findPeakActivations(operators, {
    start: [...inputs, ...variables],
    end: [...outputs, ...variables],
    countTensorBytes: (index) => (tensors[index] && !constants.has(index) ? countTensorBytes(tensors[index]) : 0),
  });
}
