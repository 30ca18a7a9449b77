import type { Node } from '#formats/onnx/onnx-model.ts';

/**
 * Operators whose floating-point inputs and outputs may be float16, float32 or float64, according to the type
 * constraints in https://onnx.ai/onnx/operators.
 */
export const precisionOperators: ReadonlySet<string> = new Set(
  `Abs Add ArgMax ArgMin AveragePool BatchNormalization Ceil Clip Concat Conv ConvTranspose Cos DepthToSpace Div Einsum
  Elu Erf Exp Expand Flatten Floor Gather GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool HardSigmoid
  HardSwish Identity InstanceNormalization LayerNormalization LeakyRelu Log LogSoftmax LpNormalization MatMul Max MaxPool
  Mean Min Mul Neg PRelu Pad Pow Reciprocal ReduceL1 ReduceL2 ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd
  ReduceSum ReduceSumSquare Relu Reshape Resize Round Selu Sigmoid Sin Slice Softmax Softplus
  Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tanh ThresholdedRelu Tile Transpose Unsqueeze Where`.split(/\s+/),
);

/** Returns which inputs of a node follow its floating-point type: all except the scales and roi of a Resize. */
export function selectConvertedInputs({ opType }: Node): (index: number) => boolean {
  return opType === 'Resize' ? (index) => index === 0 : () => true;
}

/** Returns which outputs of a node follow its floating-point type: all except float32 statistics. */
export function selectConvertedOutputs({ opType }: Node): (index: number) => boolean {
  return opType === 'LayerNormalization' ? (index) => index === 0 : () => true;
}
