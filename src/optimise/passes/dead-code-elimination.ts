import { reportRewritten, type Step } from '../optimisation-step.ts';

/**
 * Removes nodes with unused outputs, and unused initializers.
 *
 * Facts: `nodes` and `initializers`, the numbers removed.
 */
export const deadCodeElimination: Step = {
  id: 'dead-code-elimination',
  apply(graph) {
    let nodes = 0;
    // Backwards, so that removing a node can make its producers unused before they are visited.
    for (const node of graph.nodes.toReversed()) {
      if (node.outputs.some((output) => graph.isOutput(output) || graph.findConsumers(output).length > 0)) continue;
      graph.replace(node, []);
      nodes++;
    }
    const unread = graph.initializers.filter(
      ({ name }) => graph.findStored(name) && !graph.isOutput(name) && graph.findConsumers(name).length === 0,
    );
    for (const { name } of unread) graph.removeIfUnread(name);
    return Promise.resolve(reportRewritten({ nodes, initializers: unread.length }));
  },
};
