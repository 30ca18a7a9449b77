import type { FormatFault } from '#core/errors/format-fault.ts';
import type { Graph, OnnxModel } from '#formats/onnx/onnx-model.ts';
import { listDirectSubgraphs } from './nodes.ts';

/**
 * Returns the first violation of https://onnx.ai/onnx/repo-docs/IR.html (Graphs, Nodes) in a model and its subgraphs,
 * or `null` if it is valid. Violations are a value that is undefined, defined twice, or read before it is computed (as
 * in a cycle), and an opset that is not imported.
 */
export function findGraphFault({ graph, opsetImports }: OnnxModel): FormatFault | null {
  if (!graph) return null;
  const domains = new Set(opsetImports.map(({ domain }) => (domain === 'ai.onnx' ? '' : domain)));
  return findFaultIn(graph, { domains, outer: new Set() });
}

interface Scope {
  readonly domains: ReadonlySet<string>;
  /** Values of the enclosing graphs. */
  readonly outer: ReadonlySet<string>;
}

function findFaultIn(graph: Graph, { domains, outer }: Scope): FormatFault | null {
  const inputs = graph.inputs.map(({ name }) => name);
  const storedNames = [
    ...graph.initializers.map(({ name }) => name),
    ...graph.sparseInitializers.flatMap(({ values }) => (values ? [values.name] : [])),
  ];
  const duplicate = findDuplicate(inputs) ?? findDuplicate(storedNames);
  if (duplicate !== null) return { reason: 'value-defined-twice', value: duplicate };
  const computedNames = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const defined = new Set([...inputs, ...storedNames]);
  const findUndefinedValue = (value: string): FormatFault | null => {
    if (value === '' || defined.has(value) || (outer.has(value) && !computedNames.has(value))) return null;
    return { reason: computedNames.has(value) ? 'nodes-unordered' : 'value-missing', value };
  };
  for (const node of graph.nodes) {
    const domain = node.domain === 'ai.onnx' ? '' : node.domain;
    if (!domains.has(domain)) return { reason: 'domain-missing', domain };
    for (const input of node.inputs) {
      const fault = findUndefinedValue(input);
      if (fault) return fault;
    }
    for (const subgraph of listDirectSubgraphs(node)) {
      const fault = findFaultIn(subgraph, { domains, outer: new Set([...outer, ...defined]) });
      if (fault) return fault;
    }
    for (const output of node.outputs) {
      if (output === '') continue;
      if (defined.has(output)) return { reason: 'value-defined-twice', value: output };
      defined.add(output);
    }
  }
  for (const { name } of graph.outputs) {
    const fault = findUndefinedValue(name);
    if (fault) return fault;
  }
  return null;
}

function findDuplicate(names: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}
