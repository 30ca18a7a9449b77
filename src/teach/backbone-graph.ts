import { listInputSpecs } from '#formats/onnx/input-specs.ts';
import { createTensorValueInfo, type Node, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { createNode } from '#optimise/nodes.ts';
import { Rewriter } from '#optimise/rewriter.ts';
import { createUnsupportedModelError } from '#tasks/unsupported-model-error.ts';
import { findPenultimateTensor, inferRank, type PenultimateTensor } from './find-features.ts';

/** The tensor of a backbone whose values are the features: the input of its last layer, or its first output. */
export interface FeatureSource {
  readonly kind: 'penultimate' | 'output';
  /** The name of the tensor in the graph. */
  readonly tensor: string;
}

/** The feature tensor that was added to a graph, float32 [n, length]. */
export interface AddedFeatures extends FeatureSource {
  /** The name of the added tensor. */
  readonly name: string;
}

/**
 * Adds nodes that compute the features of a backbone.
 * @param model changed in place
 * @throws AppError model-unsupported if the graph has no output
 */
export function addFeatureNodes(model: OnnxModel): AddedFeatures {
  const graph = new Rewriter(model);
  const [output] = graph.outputs;
  if (!output) throw createUnsupportedModelError({ inputs: listInputSpecs(model), outputs: [] }, 'not-an-image-model');
  const penultimate = findPenultimateTensor(graph);
  const source: FeatureSource = penultimate
    ? { kind: 'penultimate', tensor: penultimate.name }
    : { kind: 'output', tensor: output.name };
  const { nodes, name } = buildFeatureNodes(
    graph,
    penultimate ?? { name: output.name, quantisation: null, isSpatial: false },
  );
  model.graph!.nodes.push(...nodes);
  return { ...source, name };
}

/** Makes a tensor an output of the graph, unless it already is one. */
export function addOutput({ graph }: OnnxModel, name: string): void {
  if (graph!.outputs.some((output) => output.name === name)) return;
  graph!.outputs.push(createTensorValueInfo(name, 'float32', [null, null]));
}

/** Builds the nodes that convert a tensor to float32 [n, length], and returns them with the name of their result. */
function buildFeatureNodes(
  graph: Rewriter,
  { name: sourceName, quantisation, isSpatial }: Pick<PenultimateTensor, 'name' | 'quantisation' | 'isSpatial'>,
): { readonly nodes: readonly Node[]; readonly name: string } {
  const nodes: Node[] = [];
  let result = sourceName;
  const addNode = (
    opType: string,
    inputs: readonly string[] = [],
    attributes: Parameters<typeof createNode>[0]['attributes'] = {},
  ) => {
    const output = graph.reserveName(`features_${opType}`);
    nodes.push(createNode({ opType, name: output, inputs: [result, ...inputs], outputs: [output], attributes }));
    result = output;
  };
  const rank = inferRank(graph, sourceName);
  if (quantisation)
    addNode(
      'DequantizeLinear',
      quantisation.filter((input) => input !== ''),
    );
  else if (graph.inferDtype(sourceName) !== 'float32') addNode('Cast', [], { to: 1 }); // TensorProto.FLOAT
  if (isSpatial && rank !== 2) addNode('GlobalAveragePool');
  if (rank === 1) {
    const shape = { dtype: 'int64', shape: [2], data: BigInt64Array.of(1n, -1n) } as const;
    const constant = graph.reserveName('features_shape');
    nodes.push(
      createNode({ opType: 'Constant', name: constant, inputs: [], outputs: [constant], attributes: { value: shape } }),
    );
    addNode('Reshape', [constant]);
  } else if (rank !== 2) addNode('Flatten', [], { axis: 1 });
  return { nodes, name: result };
}
