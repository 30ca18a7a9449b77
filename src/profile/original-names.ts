import type { TraceEvent } from '#core/engine/engine-trace.ts';
import type { NodeFacts } from '#core/model/model-facts.ts';

/** Matches the name of an output in the blocked layout; onnxruntime appends a token to a repeated name. */
const blockedName = /^(.+)_nchwc(?:_token_\d+)?$/;
/** The maximum number of nodes fused into a convolution: a batch normalisation and an activation. */
const maxFollowing = 2;

/**
 * Renames the nodes of onnxruntime's blocked layout (NCHWc) to those of the file that they replace, whose work is
 * known. The CPU provider names them after their output, which can be that of an activation fused into a convolution
 * (`core/optimizer/nchwc_transformer.cc` of onnxruntime 1.30).
 * @param nodes of the file; names change only if they have `values`
 */
export function restoreNodeNames(
  events: readonly TraceEvent[],
  nodes: readonly Pick<NodeFacts, 'name' | 'operator' | 'values'>[],
): readonly TraceEvent[] {
  const producers = new Map(nodes.flatMap((node) => (node.values?.outputs ?? []).map(({ name }) => [name, node])));
  const blocked = new Set(events.flatMap(({ name }) => blockedName.exec(name)?.[1] ?? []));

  /** Finds the node with this operator at the start of the chain of nodes that computes `output`. */
  function findReplacedNode(output: string, operator: string) {
    const lastProducer = producers.get(output);
    let node = lastProducer;
    for (let following = 0; node && node.operator !== operator; following++) {
      const [input] = node.values?.inputs ?? [];
      if (!input || blocked.has(input.name) || following === maxFollowing) return lastProducer; // e.g. Resize, which became Upsample
      node = producers.get(input.name);
    }
    return node ?? lastProducer;
  }

  return events.map((event) => {
    const output = blockedName.exec(event.name)?.[1];
    const name = output === undefined ? undefined : findReplacedNode(output, event.operator)?.name;
    return name ? { ...event, name } : event;
  });
}
