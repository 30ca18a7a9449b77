import type { DeviceId } from '#core/engine/engines.ts';
import { limitByOperators, limitByType, type SupportCheck } from './engine-limit.ts';

/*
 * Limits of TensorFlow.js 4.22.0. The operators are those of its converter's tables (`dist/operations/op_list` of
 * @tensorflow/tfjs-converter). A backend lacks those whose kernel it does not register (`register_all_kernels.js`), as
 * tested with a graph of one node each.
 */

const operators: ReadonlySet<string> = new Set(
  `
Abs Acos Acosh Add AddN AddV2 All Any ArgMax ArgMin Asin Asinh Atan Atan2 Atanh AvgPool AvgPool3D BatchMatMul
BatchMatMulV2 BatchToSpaceND BiasAdd Bincount BitwiseAnd BroadcastArgs BroadcastTo Cast Ceil ClipByValue Complex
ComplexAbs Concat ConcatV2 Const Conv1D Conv2D Conv2DBackpropInput Conv3D Cos Cosh CropAndResize Cumprod Cumsum
DenseBincount DepthToSpace DepthwiseConv2d DepthwiseConv2dNative Dilation2D Div DivNoNan Einsum Elu EmptyTensorList
EnsureShape Enter Equal Erf EuclideanNorm Exit Exp ExpandDims Expm1 FFT FakeQuantWithMinMaxVars Fill Floor FloorDiv
FloorMod FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 FusedDepthwiseConv2dNative Gather GatherNd GatherV2 Greater
GreaterEqual HashTable HashTableV2 IFFT IRFFT Identity IdentityN If Imag ImageProjectiveTransformV3 InitializeTable
InitializeTableV2 IsFinite IsInf IsNan LRN LeakyRelu Less LessEqual LinSpace ListDiff Log Log1p LogSoftmax LogicalAnd
LogicalNot LogicalOr LookupTableFind LookupTableFindV2 LookupTableImport LookupTableImportV2 LookupTableSize
LookupTableSizeV2 LoopCond LowerBound MatMul MatrixBandPart Max MaxPool MaxPool3D MaxPoolWithArgmax Maximum Mean Merge
Min Minimum MirrorPad Mod Mul Multinomial Neg NextIteration NoOp NonMaxSuppressionV2 NonMaxSuppressionV3
NonMaxSuppressionV4 NonMaxSuppressionV5 NotEqual OneHot Ones OnesLike Pack Pad PadV2 Placeholder
PlaceholderWithDefault Pow Prelu Print Prod RFFT RaggedGather RaggedRange RaggedTensorToTensor RandomStandardNormal
RandomUniform RandomUniformInt Range Rank Real RealDiv Reciprocal Relu Relu6 Reshape ResizeBilinear
ResizeNearestNeighbor Reverse ReverseV2 Round Rsqrt ScatterNd Select SelectV2 Selu Shape ShapeN Sigmoid Sign Sin Sinh
Size Slice Snapshot Softmax Softplus SpaceToBatchND SparseFillEmptyRows SparseReshape SparseSegmentMean
SparseSegmentSum SparseToDense Split SplitV Sqrt Square SquaredDifference Squeeze StatelessIf StatelessWhile
StaticRegexReplace StopGradient StridedSlice StringNGrams StringSplit StringToHashBucketFast Sub Sum Switch Tan Tanh
TensorArrayCloseV3 TensorArrayConcatV3 TensorArrayGatherV3 TensorArrayReadV3 TensorArrayScatterV3 TensorArraySizeV3
TensorArraySplitV3 TensorArrayV3 TensorArrayWriteV3 TensorListConcat TensorListConcatV2 TensorListFromTensor
TensorListGather TensorListGetItem TensorListLength TensorListPopBack TensorListPushBack TensorListReserve
TensorListResize TensorListScatter TensorListScatterV2 TensorListSetItem TensorListSplit TensorListStack
TensorScatterUpdate Tile TopKV2 Transpose TruncatedNormal Unique UniqueV2 Unpack UpperBound Where While Zeros
ZerosLike _FusedConv2D _FusedMatMul
`
    .trim()
    .split(/\s+/),
);

const raggedOperators = ['RaggedGather', 'RaggedRange', 'RaggedTensorToTensor'];
const missingByDevice: Readonly<Partial<Record<DeviceId, readonly string[]>>> = {
  wasm: [...raggedOperators, 'Complex', 'Einsum', 'FFT', 'IFFT', 'IRFFT', 'Imag', 'RFFT', 'Real', 'StaticRegexReplace'],
  webgpu: [
    ...raggedOperators,
    'BitwiseAnd',
    'SparseFillEmptyRows',
    'SparseReshape',
    'StaticRegexReplace',
    'StringSplit',
    'StringToHashBucketFast',
    'Unique',
    'UniqueV2',
  ],
};

/**
 * Element types of inputs and outputs (`runtimes/tfjs/tensor-bindings.ts`); a graph without a signature does not
 * specify them.
 */
const valueTypes: ReadonlySet<string> = new Set(['float32', 'int32', 'int64', 'uint8', 'bool', 'string', 'unknown']);

export const checkTfjs: SupportCheck = (facts, device) => {
  if (facts.formatVersion === 'weights-manifest') return { reason: 'weights-manifest' };
  if (facts.formatVersion === 'layers-model') return { reason: 'keras-layers-model' };
  const missing = Object.keys(facts.operators).filter((name) => isMissingInTfjs(name, device));
  return limitByOperators(missing) ?? limitByType(facts, valueTypes);
};

/** Whether the converter does not know an operator, or the backend of a device has no kernel for it. */
export function isMissingInTfjs(operator: string, device: DeviceId): boolean {
  return !operators.has(operator) || missingByDevice[device]?.includes(operator) === true;
}
