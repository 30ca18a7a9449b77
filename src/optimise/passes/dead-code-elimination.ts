import { reportRewritten, type Step } from '../optimisation-step.ts';

/**
 * Removes nodes whose outputs nobody reads, and initializers that no node reads.
 *
 * Facts: `nodes` and `initializers`, the numbers removed.
 */
export const deadCodeElimination: Step = {
  id: 'dead-code-elimination',
  apply(graph) {
    let nodes = 0;
    // From the end, so the nodes before a removed one have lost a consumer when they are reached.
    for (const node of graph.nodes.toReversed()) {
      if (node.outputs.some((output) => graph.isOutput(output) || graph.findConsumers(output).length > 0)) continue;
      graph.replace(node, []);
      nodes++;
    }
    const unread = graph.initializers.filter(
      ({ name }) => graph.findStored(name) && !graph.isOutput(name) && graph.findConsumers(name).length === 0,
    );
    for (const { name } of unread) graph.dropUnread(name);
    return Promise.resolve(reportRewritten({ nodes, initializers: unread.length }));
  },
};
