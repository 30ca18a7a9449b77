import { readSmallTensor } from '#formats/onnx/onnx-attributes.ts';
import type { Graph, Node, TensorProto } from '#formats/onnx/onnx-model.ts';
import { findConstant, listGraphs } from '#formats/onnx/stored-tensors.ts';
import { abbreviate, type Finding } from './finding.ts';

/** A declared trip count above this is no limit: exporters write the maximum of int64 for a `while`. */
const maxTripCount = 2 ** 31;

/**
 * Loops that nothing in the file ends: a model that generates text needs one that ends by a condition, and a loop without
 * count and condition never ends.
 */
export function checkLoops(graph: Graph): Finding[] {
  const graphs = listGraphs(graph);
  const constants = new Map<string, TensorProto>();
  for (const { initializers, nodes } of graphs) {
    for (const tensor of initializers) constants.set(tensor.name, tensor);
    for (const node of nodes) {
      const tensor = findConstant(node);
      if (tensor && node.outputs[0] !== undefined) constants.set(node.outputs[0], tensor);
    }
  }
  return graphs.flatMap(({ nodes }) => nodes.flatMap((node) => checkLoop(node, constants)));
}

function checkLoop(node: Node, constants: ReadonlyMap<string, TensorProto>): Finding[] {
  const isStandard = node.domain === '' || node.domain === 'ai.onnx';
  if (node.opType !== 'Loop' || !isStandard) return [];
  const [count = '', condition = ''] = node.inputs;
  const tensor = constants.get(count);
  const constant = tensor ? readSmallTensor(tensor)?.[0] : undefined;
  if (constant !== undefined && constant <= maxTripCount) return [];
  const name = abbreviate(node.name || (node.outputs[0] ?? ''));
  const isCounted = count !== '' && constant === undefined;
  if (isCounted) return [{ code: 'loop-unbounded', severity: 'info', facts: { node: name, ends: 'computed' } }];
  if (condition !== '') return [{ code: 'loop-unbounded', severity: 'low', facts: { node: name, ends: 'condition' } }];
  return [{ code: 'loop-unbounded', severity: 'medium', facts: { node: name, ends: 'never' } }];
}
