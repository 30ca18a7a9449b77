import type { Node, OnnxModel } from '#formats/onnx/onnx-model.ts';
import { listGraphs } from '#formats/onnx/stored-tensors.ts';
import { listReadValues } from './nodes.ts';

/**
 * Sorts the nodes of each graph topologically, as ONNX requires (engines accept any order). A graph with a cycle is
 * left unchanged.
 */
export function orderNodes({ graph }: OnnxModel): void {
  for (const subgraph of graph ? listGraphs(graph) : []) subgraph.nodes = sortNodes(subgraph.nodes);
}

function sortNodes(nodes: Node[]): Node[] {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const dependencies = new Map<Node, Set<Node>>();
  const seen = new Set<Node>();
  let isOrdered = true;
  for (const node of nodes) {
    const nodeProducers = listReadValues(node).flatMap((value) => producers.get(value) ?? []);
    dependencies.set(node, new Set(nodeProducers.filter((producer) => producer !== node)));
    isOrdered &&= [...dependencies.get(node)!].every((producer) => seen.has(producer));
    seen.add(node);
  }
  if (isOrdered) return nodes;
  const consumers = new Map<Node, Node[]>(nodes.map((node) => [node, []]));
  for (const [node, required] of dependencies) for (const producer of required) consumers.get(producer)!.push(node);
  const result = nodes.filter((node) => dependencies.get(node)!.size === 0);
  // The list grows during iteration.
  for (const node of result)
    for (const consumer of consumers.get(node)!) {
      const remaining = dependencies.get(consumer)!;
      remaining.delete(node);
      if (remaining.size === 0) result.push(consumer);
    }
  return result.length === nodes.length ? result : nodes;
}
