import { countElementBytes } from '#graph/element-types.ts';
import { countElements, type WeightCounts } from '#graph/weight-counts.ts';
import { getDataTypeName, type Graph, type Node, type TensorProto } from './onnx-model.ts';

/** Lists a graph and all graphs in attributes of its nodes, outermost first. */
export function listGraphs(graph: Graph): Graph[] {
  const graphs = [graph];
  // The list grows during iteration.
  for (const { nodes } of graphs) {
    for (const { attributes } of nodes) {
      for (const { graph: single, graphs: several } of attributes) {
        if (single) graphs.push(single);
        for (const subgraph of several) graphs.push(subgraph);
      }
    }
  }
  return graphs;
}

/** Finds the tensor of a Constant node. */
export function findConstant({ opType, attributes }: Node): TensorProto | undefined {
  return opType === 'Constant' ? attributes.find(({ name }) => name === 'value')?.tensor : undefined;
}

/** Lists all tensors stored in the file: initializers, values of sparse ones, and constants. */
export function listStoredTensors(graph: Graph): TensorProto[] {
  const graphs = listGraphs(graph);
  const sparse = graphs.flatMap(({ sparseInitializers }) => sparseInitializers).flatMap(({ values }) => values ?? []);
  const constants = graphs.flatMap(({ nodes }) => nodes).flatMap((node) => findConstant(node) ?? []);
  return [...graphs.flatMap(({ initializers }) => initializers), ...sparse, ...constants];
}

/**
 * Computes the bytes of a stored tensor from its dimensions; 0 for strings, whose size is not in the header.
 * @throws AppError model-corrupt
 */
export function countStoredBytes({ dims, dataType }: TensorProto): number {
  return countElementBytes(getDataTypeName(dataType) ?? 'unknown', countElements(dims, 'onnx'));
}

/**
 * Adds tensors to a tally.
 * @throws AppError model-corrupt if sizes are invalid
 */
export function countStoredTensors(tensors: readonly TensorProto[], tally: WeightCounts): void {
  for (const tensor of tensors) {
    const dtype = getDataTypeName(tensor.dataType) ?? `type ${tensor.dataType}`;
    tally.add(dtype, countElements(tensor.dims, 'onnx'), countStoredBytes(tensor));
  }
}
