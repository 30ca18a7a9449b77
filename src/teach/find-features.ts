import { toValue } from '#formats/onnx/infer-shapes.ts';
import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import type { Rewriter } from '#optimise/rewriter.ts';

/** Operators between the last layer of a classifier and its output; their first computed input leads to the layer. */
const operatorsAfterLayer = new Set(
  `Softmax LogSoftmax Sigmoid Add Identity Cast Reshape Flatten Squeeze Relu Clip GlobalAveragePool AveragePool ReduceMean
  Dropout DequantizeLinear QuantizeLinear QLinearAdd QLinearGlobalAveragePool QLinearSoftmax`.split(/\s+/),
);

/** The layers that map features to classes. `inputScale` is the position of an integer input's scale. */
const layerTypes: Readonly<Record<string, { readonly inputScale: number | null }>> = {
  Gemm: { inputScale: null },
  MatMul: { inputScale: null },
  Conv: { inputScale: null },
  QGemm: { inputScale: 1 },
  QLinearMatMul: { inputScale: 1 },
  QLinearConv: { inputScale: 1 },
};

/** Operators before the layer that only change the representation of the features. */
const operatorsBeforeLayer = new Set(['QuantizeLinear', 'DequantizeLinear', 'Cast', 'Identity', 'Dropout']);

/** The input of a classifier's last layer. */
export interface PenultimateTensor {
  readonly layer: Node;
  readonly name: string;
  /** The names of the scale and zero point of an integer tensor; the zero point can be empty. */
  readonly quantisation: readonly [scale: string, zeroPoint: string] | null;
  /** Whether the tensor has rows and columns, over which the features are averaged. */
  readonly isSpatial: boolean;
}

/**
 * Follows the first output of a graph backwards to its last layer with weights.
 * @returns `null` if another operator precedes it, or its weights are computed, as in attention
 */
export function findPenultimateTensor(graph: Rewriter): PenultimateTensor | null {
  const layer = findLastLayer(graph);
  if (!layer) return null;
  const position = layerTypes[layer.opType]?.inputScale ?? null;
  const scale = position === null ? null : ([layer.inputs[1] ?? '', layer.inputs[2] ?? ''] as const);
  const isSpatial = layer.opType.endsWith('Conv');
  const input = layer.inputs[0] ?? '';
  const name = scale ? input : skipRepresentation(graph, input);
  const producer = scale && graph.findProducer(input);
  // The float features before a quantisation are more precise.
  if (producer?.opType === 'QuantizeLinear')
    return { layer, name: producer.inputs[0] ?? '', quantisation: null, isSpatial };
  return { layer, name, quantisation: scale, isSpatial };
}

function findLastLayer(graph: Rewriter): Node | null {
  const [output] = graph.outputs;
  let node = output && graph.findProducer(output.name);
  while (node && operatorsAfterLayer.has(node.opType)) {
    const computedInput = node.inputs.find((input) => input !== '' && !graph.findStored(input));
    node = computedInput === undefined ? undefined : graph.findProducer(computedInput);
  }
  if (!node || !Object.hasOwn(layerTypes, node.opType) || new Attributes(node).int('transA', 0) !== 0) return null;
  const weights = node.inputs[layerTypes[node.opType]!.inputScale === null ? 1 : 3] ?? '';
  return isConstant(graph, weights) ? node : null;
}

/** Whether a tensor is stored, or computed only from stored tensors, such as dequantised or reshaped weights. */
function isConstant(graph: Rewriter, name: string): boolean {
  if (graph.findStored(name)) return true;
  const producer = graph.findProducer(name);
  return producer !== undefined && producer.inputs.every((input) => input === '' || isConstant(graph, input));
}

function skipRepresentation(graph: Rewriter, name: string): string {
  let tensor = name;
  for (;;) {
    const producer = graph.findProducer(tensor);
    if (!producer || !operatorsBeforeLayer.has(producer.opType)) return tensor;
    const previous = producer.inputs[0] ?? '';
    // An integer tensor is only read through the node that dequantises it.
    if (producer.opType === 'DequantizeLinear' && graph.findProducer(previous)?.opType !== 'QuantizeLinear')
      return tensor;
    tensor = previous;
  }
}

/** Infers the number of axes of a tensor; `null` if it is unknown. */
export function inferRank(graph: Rewriter, name: string): number | null {
  const declaredInfo = [...graph.outputs, ...(graph.model.graph?.valueInfos ?? [])].find((info) => info.name === name);
  return (graph.inferValue(name).shape ?? (declaredInfo && toValue(declaredInfo).shape))?.length ?? null;
}
