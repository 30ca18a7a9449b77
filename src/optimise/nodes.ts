import { toAttribute, type AttributeValue } from '#formats/onnx/graph-builder.ts';
import { createMessage, type Attribute, type Graph, type Node, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { listGraphs } from '#formats/onnx/stored-tensors.ts';

/** Whether the node's operator belongs to the standard domain. */
export function isStandard({ domain }: Pick<Node, 'domain'>): boolean {
  return domain === '' || domain === 'ai.onnx';
}

/** Returns the version of the standard opset (`ai.onnx`) that a model imports, or 1 if it imports none. */
export function getStandardOpset(model: OnnxModel): number {
  return model.opsetImports.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 1;
}

/** Makes a model import the operators of a domain, if it does not already. */
export function importDomain(model: OnnxModel, domain: string, version: number): void {
  if (!model.opsetImports.some((candidate) => candidate.domain === domain))
    model.opsetImports.push(createMessage('OperatorSet', { domain, version }));
}

export const microsoft = 'com.microsoft';

interface NewNode {
  readonly opType: string;
  readonly domain?: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** Attributes copied from another node. */
  readonly from?: readonly Attribute[];
}

export function createNode({ attributes = {}, from = [], inputs, outputs, ...fields }: NewNode): Node {
  return createMessage('Node', {
    ...fields,
    inputs: [...inputs],
    outputs: [...outputs],
    attributes: [...from, ...Object.entries(attributes).map(([name, value]) => toAttribute(name, value))],
  });
}

/** Returns the graphs in a node's attributes, without nested ones. */
export function listDirectSubgraphs({ attributes }: Node): Graph[] {
  return attributes.flatMap(({ graph, graphs }) => (graph ? [graph, ...graphs] : graphs));
}

/** Returns the graphs in a node's attributes, including nested ones. */
export function listSubgraphs(node: Node): Graph[] {
  return listDirectSubgraphs(node).flatMap((graph) => listGraphs(graph));
}

/** Returns the values that a node and its subgraphs read. Subgraphs share the namespace of the outer graph. */
export function listReadValues(node: Node): string[] {
  const values = [...node.inputs];
  for (const { nodes, outputs } of listSubgraphs(node)) {
    for (const { inputs } of nodes) values.push(...inputs);
    for (const { name } of outputs) values.push(name);
  }
  return values.filter((name) => name !== '');
}

/** Makes a node and its subgraphs read the value `to` instead of `value`. */
export function renameInput(node: Node, value: string, newName: string): void {
  const rename = (name: string) => (name === value ? newName : name);
  node.inputs = node.inputs.map(rename);
  for (const graph of listSubgraphs(node)) {
    for (const inner of graph.nodes) inner.inputs = inner.inputs.map(rename);
    for (const output of graph.outputs) output.name = rename(output.name);
  }
}

/** Operators whose results differ from run to run. */
const randomOperators = new Set(
  'Bernoulli Multinomial RandomNormal RandomNormalLike RandomUniform RandomUniformLike'.split(' '),
);

/** Whether a node returns equal results for equal inputs. Dropout in training mode does not. */
export function isDeterministic({ opType, inputs }: Node): boolean {
  return !randomOperators.has(opType) && !(opType === 'Dropout' && (inputs[2] ?? '') !== '');
}
