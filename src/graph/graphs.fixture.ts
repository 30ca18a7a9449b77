import type { GraphNode, ModelGraph } from './model-graph.ts';
import { splitScopes } from './module-tree.ts';

/** Creates a graph whose nodes each produce one value, from the names of the nodes and their inputs. */
export function buildGraph(nodes: Readonly<Record<string, readonly string[]>>): ModelGraph {
  const names = Object.keys(nodes);
  return {
    nodes: Object.entries(nodes).map(([name, inputs], index): GraphNode => ({
      name,
      operator: 'Relu',
      scope: splitScopes(name, '/'),
      inputs: inputs.map((input) => names.indexOf(input)),
      outputs: [index],
      flops: 1,
      activationBytes: null,
    })),
    values: names.map((name) => ({ name, dtype: 'float32', shape: [1], constant: null })),
    inputs: [],
    outputs: [],
  };
}

/** The links of a residual network of `count` nodes: a chain with short skip connections, as in most models. */
export function createResidualLinks(count: number): (readonly [number, number])[] {
  const links: (readonly [number, number])[] = [];
  for (let node = 1; node < count; node++) {
    links.push([node - 1, node]);
    if (node > 6 && node % 4 === 0) links.push([node - 2 - (node % 5), node]);
  }
  return links;
}
