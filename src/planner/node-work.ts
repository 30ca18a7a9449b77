import type { NodeFacts } from '#core/model/model-facts.ts';
import { isDepthwise, hasSlowIntegerKernel } from '#optimise/passes/float32-convolutions.ts';

/**
 * The cost of a class of nodes, in operations of the same engine's float32 matrix product. For example, one operation
 * of a depthwise convolution takes as long as 3.7 of these.
 */
interface WorkCost {
  /** Speed per operation relative to the matrix product. */
  readonly relativeSpeed: number;
  /** Additional cost per output element. */
  readonly perElement: number;
}

// Base costs, from which others are derived.
const dense: WorkCost = { relativeSpeed: 0.92, perElement: 0 };
const depthwise: WorkCost = { relativeSpeed: 0.27, perElement: 0 };
const quantise: WorkCost = { relativeSpeed: Infinity, perElement: 26 };
const simple: WorkCost = { relativeSpeed: Infinity, perElement: 10 };
/** Cost per element of dequantising, scaling and requantising around a convolution in float32. */
const floatConvolutionOverhead = 2 * quantise.perElement + simple.perElement;

/**
 * Calibrated once, with the kernel times that onnxruntime-web 1.30.0 reports (wasm, one thread) for 24 trained models,
 * relative to a 512 x 512 matrix product interleaved in the same process: sums over 3,002 kernels, best time of each.
 */
const classes = {
  dense,
  depthwise,
  integer: { relativeSpeed: 2.3, perElement: 0 },
  requantised: { relativeSpeed: 1.3, perElement: 100 },
  requantisedDepthwise: { relativeSpeed: 0.2, perElement: 100 },
  'float32-convolution': { ...dense, perElement: floatConvolutionOverhead },
  floatDepthwise: { ...depthwise, perElement: floatConvolutionOverhead },
  recurrent: { relativeSpeed: 0.2, perElement: 0 },
  pool: { relativeSpeed: 0.15, perElement: 0 },
  transcendental: { relativeSpeed: Infinity, perElement: 88 },
  quantise,
  interpolate: { relativeSpeed: Infinity, perElement: 60 },
  simple,
  absent: { relativeSpeed: Infinity, perElement: 0 },
} satisfies Record<string, WorkCost>;
export type WorkClass = keyof typeof classes;

/**
 * Patterns of operator names in ONNX, TFLite, TensorFlow and Keras. The first match counts; the default is `simple`.
 */
const patterns: readonly (readonly [RegExp, WorkClass])[] = [
  [/^(Constant|Identity|Dropout|NoOp|InputLayer)$/, 'absent'],
  [/^(QLinearConv|QLinearMatMul|.*::QGemm|.*::QLinearConv)$/, 'requantised'],
  [/^(ConvInteger|MatMulInteger|.*::DynamicQuantizeMatMul|.*::MatMulNBits)$/, 'integer'],
  [/^(DEPTHWISE_CONV_2D|DepthwiseConv2D|(Fused)?DepthwiseConv2dNative)$/, 'depthwise'],
  [/^(.*::)?(Fused)?(Conv|ConvTranspose|MatMul|Gemm|FusedMatMul|Einsum|Attention|MultiHeadAttention)$/, 'dense'],
  [/^(CONV_2D|CONV_3D|TRANSPOSE_CONV|FULLY_CONNECTED|BATCH_MATMUL|Layer)$/, 'dense'],
  [
    /^(_Fused)?(Conv[123]D|MatMul)$|^(Conv2DBackpropInput|Conv2DTranspose|SeparableConv2D|Dense|BatchMatMul(V2)?)$/,
    'dense',
  ],
  [/(LSTM|GRU|RNN)$/, 'recurrent'],
  [/Pool|POOL/, 'pool'],
  [/Quantize|QUANTIZE|QLinear/, 'quantise'],
  [/Resize|Upsample|GridSample|RESIZE_/, 'interpolate'],
  [
    /Sigmoid|Tanh|Exp$|Erf|Gelu|Softmax|Log|Pow|Softplus|Mish|Elu|LOGISTIC|TANH|EXP$|SOFTMAX|GELU|^ELU$|^LOG$|POW/,
    'transcendental',
  ],
];

/**
 * Computes the work of a node in matrix-product operations, excluding its start. Returns `null` if its cost is unknown.
 * @param runsInFloat whether slow integer convolutions run in float32 (`engine-costs.ts`)
 */
export function computeNodeWork(
  node: NodeFacts,
  runsInFloat: boolean,
): { readonly kind: WorkClass; readonly operations: number } | null {
  const kind = classifyWork(node, runsInFloat);
  if (kind === 'absent') return { kind, operations: 0 };
  if (node.flops === null) return null;
  // If the shape is unknown, the elements are estimated from four bytes read and four written per element.
  const elements = countElements(node) ?? (node.activationBytes ?? 0) / 8;
  const { relativeSpeed, perElement } = classes[kind];
  return { kind, operations: node.flops / relativeSpeed + elements * perElement };
}

function classifyWork(node: NodeFacts, runsInFloat: boolean): WorkClass {
  const kind = patterns.find(([pattern]) => pattern.test(node.operator))?.[1] ?? 'simple';
  const { convolution } = node;
  if (!convolution || (kind !== 'dense' && kind !== 'requantised')) return kind;
  if (kind === 'dense') return isDepthwise(convolution) ? 'depthwise' : kind;
  if (!runsInFloat) return isDepthwise(convolution) ? 'requantisedDepthwise' : kind;
  if (isDepthwise(convolution)) return 'floatDepthwise';
  return hasSlowIntegerKernel(convolution) ? 'float32-convolution' : kind;
}

/** Counts output elements. A free dimension counts as 1, as in the node's flops. */
function countElements({ outputShape }: Pick<NodeFacts, 'outputShape'>): number | null {
  if (!outputShape || outputShape.includes(null)) return null;
  return outputShape.reduce<number>((product, size) => product * (typeof size === 'number' ? size : 1), 1);
}
