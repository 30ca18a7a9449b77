import { readSmallTensor } from '#formats/onnx/onnx-attributes.ts';
import type { Graph, Node, TensorProto } from '#formats/onnx/onnx-model.ts';
import { findConstant, listGraphs } from '#formats/onnx/stored-tensors.ts';
import { abbreviate, type Finding } from './finding.ts';

/** Maximum trip count that counts as a limit: exporters write the maximum of int64 for a `while` loop. */
const maxTripCount = 2 ** 31;

/**
 * Finds loops without a constant trip count. Models that generate text have loops that end by a condition; a loop
 * without a count and a condition never ends.
 */
export function checkLoops(graph: Graph): Finding[] {
  const graphs = listGraphs(graph);
  const constants = new Map<string, TensorProto>();
  for (const { initializers, nodes } of graphs) {
    for (const countTensor of initializers) constants.set(countTensor.name, countTensor);
    for (const node of nodes) {
      const countTensor = findConstant(node);
      if (countTensor && node.outputs[0] !== undefined) constants.set(node.outputs[0], countTensor);
    }
  }
  return graphs.flatMap(({ nodes }) => nodes.flatMap((node) => checkLoop(node, constants)));
}

function checkLoop(node: Node, constants: ReadonlyMap<string, TensorProto>): Finding[] {
  const isStandard = node.domain === '' || node.domain === 'ai.onnx';
  if (node.opType !== 'Loop' || !isStandard) return [];
  const [count = '', condition = ''] = node.inputs;
  const countTensor = constants.get(count);
  const constantCount = countTensor ? readSmallTensor(countTensor)?.[0] : undefined;
  if (constantCount !== undefined && constantCount <= maxTripCount) return [];
  const name = abbreviate(node.name || (node.outputs[0] ?? ''));
  const isCounted = count !== '' && constantCount === undefined;
  if (isCounted) return [{ code: 'loop-unbounded', severity: 'info', facts: { node: name, ends: 'computed' } }];
  if (condition !== '') return [{ code: 'loop-unbounded', severity: 'low', facts: { node: name, ends: 'condition' } }];
  return [{ code: 'loop-unbounded', severity: 'medium', facts: { node: name, ends: 'never' } }];
}
