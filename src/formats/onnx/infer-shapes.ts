import { unknownValue, createValue, type Shape, type Size, type Value } from '#graph/value.ts';
import { Attributes, readSmallTensor } from './onnx-attributes.ts';
import {
  getDataTypeName,
  createMessage,
  type Graph,
  type Node,
  type TensorProto,
  type Type,
  type ValueInfo,
} from './onnx-model.ts';
import { contrib } from './rules/contrib-rules.ts';
import { elementwise } from './rules/elementwise-rules.ts';
import { toShapeContent, layout } from './rules/layout-rules.ts';
import { products } from './rules/product-rules.ts';
import { quantisation } from './rules/quantisation-rules.ts';
import { selection } from './rules/selection-rules.ts';
import { spatial } from './rules/spatial-rules.ts';
import type { NodeContext, ShapeRule } from './shape-rule.ts';

const rules: ReadonlyMap<string, ShapeRule> = new Map(
  Object.entries({ ...contrib, ...elementwise, ...layout, ...products, ...quantisation, ...selection, ...spatial }),
);

/** Returns the operator of a node, prefixed with its domain unless that is the standard one. */
export function getOperatorName({ domain, opType }: Pick<Node, 'domain' | 'opType'>): string {
  return domain === '' || domain === 'ai.onnx' ? opType : `${domain}::${opType}`;
}

/** Whether there is a shape rule for this operator. */
export function hasShapeRule(operator: string): boolean {
  return rules.has(operator) || operator === 'If';
}

/** A node with its inferred inputs and outputs. */
export interface InferredNode extends NodeContext {
  readonly operator: string;
  readonly outputs: readonly Value[];
  /** The branches of an If; empty for every other node. */
  readonly branches: readonly Branch[];
}

interface Branch {
  readonly nodes: readonly InferredNode[];
  readonly results: readonly Value[];
}

export interface InferredGraph {
  readonly nodes: readonly InferredNode[];
  readonly values: ReadonlyMap<string, Value>;
}

interface InferOptions {
  /** Version of the standard opset (`ai.onnx`). */
  readonly opset: number;
  /** The size of a free dimension of an input; by default it remains free. */
  readonly bind?: (size: string | null) => Size;
  /** Finds a value of the enclosing graphs, if the graph is a subgraph. */
  readonly outer?: (name: string) => Value | undefined;
}

/**
 * Infers the type, shape and small contents of every value of `graph` from its inputs and initializers, in file order
 * (an execution order according to the format: a value used before it is produced remains unknown). Shapes that the
 * file declares for inner values are used if no rule infers one.
 * @throws AppError model-corrupt if a small tensor is corrupt
 */
export function inferShapes(graph: Graph, options: InferOptions): InferredGraph {
  const { opset, bind = (size) => size, outer } = options;
  const values = new Map<string, Value>();
  const find = (name: string): Value | undefined => values.get(name) ?? outer?.(name);
  for (const info of graph.inputs) values.set(info.name, bindValue(toValue(info), bind));
  for (const tensor of graph.initializers) values.set(tensor.name, toStoredValue(tensor));
  for (const { values: sparse, dims } of graph.sparseInitializers) {
    if (sparse) values.set(sparse.name, createValue(getDataTypeName(sparse.dataType) ?? 'unknown', dims));
  }
  const declared = new Map([...graph.valueInfos, ...graph.outputs].map((info) => [info.name, info]));
  const nodes = graph.nodes.map((node): InferredNode => {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : (find(name) ?? unknownValue)));
    const attributes = new Attributes(node);
    const operator = getOperatorName(node);
    const context: NodeContext = { node, opset, attributes, inputs };
    const branches = operator === 'If' ? inferBranches(context, { ...options, outer: find }) : [];
    const ruleOutputs = branches.length > 0 ? mergeBranches(branches, node) : (rules.get(operator)?.(context) ?? null);
    const outputs = node.outputs.map((name, index) => {
      const inferred = ruleOutputs?.[index] ?? unknownValue;
      const info = inferred.shape ? undefined : declared.get(name);
      return info ? bindValue(toValue(info), bind) : inferred;
    });
    for (const [index, name] of node.outputs.entries()) {
      const output = outputs[index];
      if (name !== '' && output) values.set(name, output);
    }
    return { ...context, operator, outputs, branches };
  });
  return { nodes, values };
}

function inferBranches({ attributes }: NodeContext, options: InferOptions): Branch[] {
  const graphs = [attributes.graph('then_branch'), attributes.graph('else_branch')];
  return graphs.flatMap((graph) => {
    if (!graph) return [];
    const inferred = inferShapes(graph, options);
    const results = graph.outputs.map(({ name }) => inferred.values.get(name) ?? options.outer?.(name) ?? unknownValue);
    return [{ nodes: inferred.nodes, results }];
  });
}

/** Merges the outputs of an If, where its branches agree. */
function mergeBranches(branches: readonly Branch[], node: Node): readonly Value[] {
  return node.outputs.map((_, index) => {
    const [first = unknownValue, ...others] = branches.map(({ results }) => results[index] ?? unknownValue);
    if (!others.every((other) => other.shape?.length === first.shape?.length)) return createValue(first.dtype, null);
    const shape = first.shape?.map((size, axis) =>
      others.every((other) => other.shape?.[axis] === size) ? size : null,
    );
    return createValue(first.dtype, shape ?? null);
  });
}

/** The declared type and shape of an input, output or inner value; only dense tensors have a shape. */
export function toValue({ type }: ValueInfo): Value {
  const tensor = type?.tensor;
  if (!tensor) return type ? createValue(describeType(type), null) : unknownValue;
  const shape = tensor.shape?.dims.map(({ value: size, parameter }): Size => {
    if (size !== undefined) return size >= 0 ? size : null;
    // Exporters write `?` for an unnamed dimension.
    return parameter === undefined || parameter === '' || parameter === '?' ? null : parameter;
  });
  return createValue(getDataTypeName(tensor.elementType) ?? 'unknown', shape ?? null);
}

/** More deeply nested types are truncated. Heuristic, not measured. */
const maxTypeDepth = 8;

/** Formats a type in the terms of ONNX: `sequence(float32[?,3])`, `map(int64, float32)`. */
function describeType(type: Type, depth = 0): string {
  if (depth > maxTypeDepth) return 'unknown';
  const describeInner = (inner: Type | undefined) => (inner ? describeType(inner, depth + 1) : 'unknown');
  if (type.tensor) return describeTensor(toValue(createMessage('ValueInfo', { type })));
  if (type.sequence) return `sequence(${describeInner(type.sequence.elementType)})`;
  if (type.optional) return `optional(${describeInner(type.optional.elementType)})`;
  if (type.map) return `map(${getDataTypeName(type.map.keyType) ?? 'unknown'}, ${describeInner(type.map.valueType)})`;
  if (!type.sparseTensor) return 'unknown';
  return `sparse(${describeTensor(toValue(createMessage('ValueInfo', { type: createMessage('Type', { tensor: type.sparseTensor }) })))})`;
}

const describeTensor = ({ dtype, shape }: Value): string =>
  shape
    ? `${dtype}[${shape.map((size) => (typeof size === 'string' ? size.slice(0, 80) : (size ?? '?'))).join(',')}]`
    : dtype;

function bindValue(free: Value, bind: (size: string | null) => Size): Value {
  const shape: Shape | undefined = free.shape?.map((size) => (typeof size === 'number' ? size : bind(size)));
  return createValue(free.dtype, shape ?? null);
}

function toStoredValue(tensor: TensorProto): Value {
  const content = tensor.dims.length <= 1 ? toShapeContent(tensor.dims, readSmallTensor(tensor)) : null;
  return createValue(getDataTypeName(tensor.dataType) ?? 'unknown', tensor.dims, content);
}
