import type { Node, OnnxModel } from '#formats/onnx/onnx-model.ts';
import { listGraphs } from '#formats/onnx/stored-tensors.ts';
import { listReadValues } from './nodes.ts';

/**
 * Sorts the nodes of each graph topologically, as the standard requires (engines accept any order). A graph with a
 * cycle is unchanged.
 */
export function orderNodes({ graph }: OnnxModel): void {
  for (const subgraph of graph ? listGraphs(graph) : []) subgraph.nodes = sortNodes(subgraph.nodes);
}

function sortNodes(nodes: Node[]): Node[] {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const needed = new Map<Node, Set<Node>>();
  const seen = new Set<Node>();
  let isOrdered = true;
  for (const node of nodes) {
    const before = listReadValues(node).flatMap((value) => producers.get(value) ?? []);
    needed.set(node, new Set(before.filter((candidate) => candidate !== node)));
    isOrdered &&= [...needed.get(node)!].every((producer) => seen.has(producer));
    seen.add(node);
  }
  if (isOrdered) return nodes;
  const consumers = new Map<Node, Node[]>(nodes.map((node) => [node, []]));
  for (const [node, before] of needed) for (const entry of before) consumers.get(entry)!.push(node);
  const result = nodes.filter((node) => needed.get(node)!.size === 0);
  // The list grows during iteration.
  for (const node of result)
    for (const consumer of consumers.get(node)!) {
      const before = needed.get(consumer)!;
      before.delete(node);
      if (before.size === 0) result.push(consumer);
    }
  return result.length === nodes.length ? result : nodes;
}
