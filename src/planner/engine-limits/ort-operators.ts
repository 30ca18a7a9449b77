/*
 * The operators of the default ONNX domain that onnxruntime-web 1.30.0 supports, by the first opset in which it does.
 * Determined by opening a one-node model for each operator of the Python package onnx 1.23.2 and each opset.
 */
const operatorsByOpset: readonly (readonly [opset: number, names: string])[] = [
  [
    1,
    `Abs Add And ArgMax ArgMin AveragePool BatchNormalization Cast Ceil Clip Concat Constant Conv ConvTranspose
    DepthToSpace Div Dropout Elu Equal Exp Flatten Floor GRU Gather Gemm GlobalAveragePool GlobalLpPool
    GlobalMaxPool Greater HardSigmoid Hardmax Identity If InstanceNormalization LRN LSTM LayerNormalization
    LeakyRelu Less Log LogSoftmax Loop LpNormalization LpPool MatMul Max MaxPool MaxRoiPool Mean
    MeanVarianceNormalization Min Mul Neg Not Or PRelu Pad Pow RNN RandomNormal RandomNormalLike RandomUniform
    RandomUniformLike Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin
    ReduceProd ReduceSum ReduceSumSquare Relu Reshape Selu Shape Sigmoid SimplifiedLayerNormalization Size Slice
    Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tanh ThresholdedRelu Tile TopK Transpose
    Unsqueeze Upsample Xor`,
  ],
  [7, `Acos Asin Atan Cos Multinomial Sin Tan`],
  [8, `Expand Scan`],
  [
    9,
    `Acosh Asinh Atanh Compress ConstantOfShape Cosh Erf EyeLike IsNaN MaxUnpool NonZero OneHot Scatter Shrink Sign
    Sinh TfIdfVectorizer Where`,
  ],
  [
    10,
    `ConvInteger DequantizeLinear IsInf MatMulInteger Mod NonMaxSuppression QLinearConv QLinearMatMul QuantizeLinear
    Resize ReverseSequence RoiAlign StringNormalizer`,
  ],
  [
    11,
    `BitShift ConcatFromSequence CumSum Det DynamicQuantizeLinear GatherElements GatherND Range Round ScatterElements
    ScatterND SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength SplitToSequence
    Unique`,
  ],
  [12, `Celu Einsum GreaterOrEqual LessOrEqual NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss`],
  [14, `HardSwish Trilu`],
  [15, `Bernoulli CastLike Optional OptionalGetElement OptionalHasElement`],
  [16, `GridSample`],
  [17, `BlackmanWindow DFT HammingWindow HannWindow MelWeightMatrix STFT SequenceMap`],
  [18, `BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CenterCropPad Col2Im GroupNormalization Mish`],
  [19, `DeformConv`],
  [20, `AffineGrid Gelu ImageDecoder RegexFullMatch StringConcat StringSplit`],
  [23, `Attention RMSNormalization RotaryEmbedding`],
  [24, `Swish TensorScatter`],
  [26, `BitCast CumProd`],
];

/** The first opset of each operator. */
export const firstOpset: ReadonlyMap<string, number> = new Map(
  operatorsByOpset.flatMap(([opset, names]) => names.split(/\s+/).map((name): [string, number] => [name, opset])),
);

/** The last opset of operators that were removed. */
export const lastOpset: ReadonlyMap<string, number> = new Map([
  ['Scatter', 10],
  ['Upsample', 9],
]);
