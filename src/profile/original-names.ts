import type { TraceEvent } from '#core/engine/engine-trace.ts';
import type { NodeFacts } from '#core/model/model-facts.ts';

/** The output that a node of the blocked layout computes. A name that is used twice gets a token. */
const blockedName = /^(.+)_nchwc(?:_token_\d+)?$/;
/** A convolution can include a batch normalisation and an activation. */
const maxFollowing = 2;

/**
 * Names the nodes of onnxruntime's blocked layout (NCHWc) after the nodes of the file that they replace, so that their
 * work is known. The CPU provider names them after their output, which can be that of an activation which a convolution
 * includes (`core/optimizer/nchwc_transformer.cc` of onnxruntime 1.30).
 * @param nodes of the file; names only change if they have `values`
 */
export function restoreNodeNames(
  events: readonly TraceEvent[],
  nodes: readonly Pick<NodeFacts, 'name' | 'operator' | 'values'>[],
): readonly TraceEvent[] {
  const producers = new Map(nodes.flatMap((node) => (node.values?.outputs ?? []).map(({ name }) => [name, node])));
  const blocked = new Set(events.flatMap(({ name }) => blockedName.exec(name)?.[1] ?? []));

  /** The node of this operator whose result, with what follows it, is `output`. */
  function findReplaced(output: string, operator: string) {
    const lastProducer = producers.get(output);
    let node = lastProducer;
    for (let following = 0; node && node.operator !== operator; following++) {
      const [input] = node.values?.inputs ?? [];
      if (!input || blocked.has(input.name) || following === maxFollowing) return lastProducer; // such as Resize, now an Upsample
      node = producers.get(input.name);
    }
    return node ?? lastProducer;
  }

  return events.map((event) => {
    const output = blockedName.exec(event.name)?.[1];
    const name = output === undefined ? undefined : findReplaced(output, event.operator)?.name;
    return name ? { ...event, name } : event;
  });
}
