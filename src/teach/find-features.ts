import { toValue } from '#formats/onnx/infer-shapes.ts';
import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import type { Rewriter } from '#optimise/rewriter.ts';

/** Operators between the last layer of a classifier and its output. The value is their first computed input. */
const afterLayer = new Set(
  `Softmax LogSoftmax Sigmoid Add Identity Cast Reshape Flatten Squeeze Relu Clip GlobalAveragePool AveragePool ReduceMean
  Dropout DequantizeLinear QuantizeLinear QLinearAdd QLinearGlobalAveragePool QLinearSoftmax`.split(/\s+/),
);

/** The layers that map features to classes, with the position of the scale of an integer input. */
const layers: Readonly<Record<string, { readonly inputScale: number | null }>> = {
  Gemm: { inputScale: null },
  MatMul: { inputScale: null },
  Conv: { inputScale: null },
  QGemm: { inputScale: 1 },
  QLinearMatMul: { inputScale: 1 },
  QLinearConv: { inputScale: 1 },
};

/** Operators before the layer that only change the representation of the features. */
const beforeLayer = new Set(['QuantizeLinear', 'DequantizeLinear', 'Cast', 'Identity', 'Dropout']);

/** The input of a classifier's last layer. */
export interface PenultimateTensor {
  readonly layer: Node;
  readonly name: string;
  /** The names of scale and zero point, if the value is of integers; a zero point can be empty. */
  readonly quantisation: readonly [scale: string, zeroPoint: string] | null;
  /** Whether it has rows and columns, whose mean are the features. */
  readonly isSpatial: boolean;
}

/**
 * Follows the first output of a graph backwards to its last layer with weights.
 * @returns `null` if another operator comes first, or the layer has computed weights, such as an attention
 */
export function findPenultimateTensor(graph: Rewriter): PenultimateTensor | null {
  const layer = findLastLayer(graph);
  if (!layer) return null;
  const position = layers[layer.opType]?.inputScale ?? null;
  const scale = position === null ? null : ([layer.inputs[1] ?? '', layer.inputs[2] ?? ''] as const);
  const isSpatial = layer.opType.endsWith('Conv');
  const input = layer.inputs[0] ?? '';
  const name = scale ? input : skipRepresentation(graph, input);
  const producer = scale && graph.findProducer(input);
  // Float features directly before they are quantised lose nothing.
  if (producer?.opType === 'QuantizeLinear')
    return { layer, name: producer.inputs[0] ?? '', quantisation: null, isSpatial };
  return { layer, name, quantisation: scale, isSpatial };
}

function findLastLayer(graph: Rewriter): Node | null {
  const [output] = graph.outputs;
  let node = output && graph.findProducer(output.name);
  while (node && afterLayer.has(node.opType)) {
    const computed = node.inputs.find((input) => input !== '' && !graph.findStored(input));
    node = computed === undefined ? undefined : graph.findProducer(computed);
  }
  if (!node || !Object.hasOwn(layers, node.opType) || new Attributes(node).int('transA', 0) !== 0) return null;
  const weights = node.inputs[layers[node.opType]!.inputScale === null ? 1 : 3] ?? '';
  return isConstant(graph, weights) ? node : null;
}

/** Whether a value is stored, or computed from stored values alone, such as dequantised or reshaped weights. */
function isConstant(graph: Rewriter, name: string): boolean {
  if (graph.findStored(name)) return true;
  const producer = graph.findProducer(name);
  return producer !== undefined && producer.inputs.every((input) => input === '' || isConstant(graph, input));
}

function skipRepresentation(graph: Rewriter, name: string): string {
  let value = name;
  for (;;) {
    const producer = graph.findProducer(value);
    if (!producer || !beforeLayer.has(producer.opType)) return value;
    const before = producer.inputs[0] ?? '';
    // A value of integers is only read through the node that dequantises it.
    if (producer.opType === 'DequantizeLinear' && graph.findProducer(before)?.opType !== 'QuantizeLinear') return value;
    value = before;
  }
}

/** The number of axes of a value; `null` if it is not known. */
export function rankOf(graph: Rewriter, name: string): number | null {
  const declared = [...graph.outputs, ...(graph.model.graph?.valueInfos ?? [])].find((info) => info.name === name);
  return (graph.inferValue(name).shape ?? (declared && toValue(declared).shape))?.length ?? null;
}
