import { arrayTypes, type Tensors } from '#core/engine/tensor.ts';
import { dataTypeNumbers, createMessage, type Node, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { countStoredBytes } from '#formats/onnx/stored-tensors.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { countBytes } from '#graph/value.ts';
import { readConstantTensor } from '../constant-node.ts';
import { isDeterministic, isStandard, createNode, listDirectSubgraphs } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, nothingToRewrite, type Step, type StepEngine } from '../optimisation-step.ts';

/** The maximum growth of stored data per folded node. Heuristic, not measured. */
const maxGrowthBytes = 64 * 1024;
/** Larger values are not folded. Heuristic, not measured. */
const maxValueBytes = 256 * 1024 * 1024;

/** Folding these would replace quantised weights by larger floats. */
const expandingOperators = new Set(['DequantizeLinear', 'QuantizeLinear']);

/**
 * Computes the part of the graph that does not depend on inputs in the step's engine, and stores its results.
 *
 * Facts: `nodes`, the number removed.
 */
export const constantFolding: Step = {
  id: 'constant-folding',
  async apply(graph, { engine }) {
    const nodes = findFoldable(graph);
    const folded = new Set(nodes);
    const isResult = (value: string) =>
      graph.isOutput(value) || graph.findConsumers(value).some((consumer) => !folded.has(consumer));
    const results = nodes.flatMap(({ outputs }) => outputs.filter((value) => value !== '' && isResult(value)));
    if (results.length === 0) return nothingToRewrite;
    if (!engine) return reportNotApplicable('no-engine');
    const values = await evaluate(extractConstantSubgraph(graph, nodes, results), engine);
    const limits = new Map(nodes.map((node) => [node, maxGrowthBytes + countFreedBytes(graph, node, folded)]));
    for (const node of nodes) replaceOutputs(node, values, limits.get(node)!, graph);
    let removedCount = 0;
    for (const node of nodes.toReversed()) {
      const isReplaced = graph.findProducer(node.outputs[0] ?? '') !== node;
      if (!isReplaced && node.outputs.some((name) => graph.isOutput(name) || graph.findConsumers(name).length > 0))
        continue;
      if (!isReplaced) graph.replace(node, []);
      removedCount++;
    }
    return removedCount > 0 ? { code: 'rewritten', facts: { nodes: removedCount } } : nothingToRewrite;
  },
};

/** Finds the nodes that depend on no input, in order. */
function findFoldable(graph: Rewriter): Node[] {
  const constantValues = new Set<string>();
  return graph.nodes.filter((node) => {
    if (readConstantTensor(node) || !isStandard(node) || !isDeterministic(node) || listDirectSubgraphs(node).length > 0)
      return false;
    if (expandingOperators.has(node.opType)) return false;
    const isConstant = (name: string) =>
      name === '' || constantValues.has(name) || graph.findStored(name) !== undefined;
    const isFoldable =
      node.inputs.every(isConstant) && node.outputs.every((name) => name === '' || isStorable(graph, name));
    if (isFoldable) for (const output of node.outputs) constantValues.add(output);
    return isFoldable;
  });
}

function isStorable(graph: Rewriter, name: string): boolean {
  const value = graph.inferValue(name);
  return Object.hasOwn(arrayTypes, value.dtype) && (countBytes(value) ?? 0) <= maxValueBytes;
}

/** Returns a model without inputs that computes `results`. */
function extractConstantSubgraph(graph: Rewriter, nodes: readonly Node[], results: readonly string[]): OnnxModel {
  const { irVersion, opsetImports } = graph.model;
  const readValues = new Set(nodes.flatMap(({ inputs }) => inputs));
  const initializers = [...readValues].flatMap((name) => {
    const tensor = graph.findStored(name);
    return tensor ? [{ ...tensor, name }] : [];
  });
  const outputs = results.map((name) => {
    const elementType = dataTypeNumbers[graph.inferValue(name).dtype as keyof typeof dataTypeNumbers];
    return createMessage('ValueInfo', {
      name,
      type: createMessage('Type', { tensor: createMessage('TensorType', { elementType }) }),
    });
  });
  return createMessage('Model', {
    irVersion: Math.max(irVersion, 4),
    opsetImports,
    graph: createMessage('Graph', { name: 'constants', nodes: [...nodes], initializers, outputs }),
  });
}

async function evaluate(model: OnnxModel, engine: StepEngine): Promise<Tensors> {
  const session = await engine.open(encodeOnnx(model));
  try {
    return await session.run({});
  } finally {
    await session.close();
  }
}

/** Counts the bytes of stored tensors that only this node reads, directly or through other folded nodes. */
function countFreedBytes(graph: Rewriter, node: Node, folded: ReadonlySet<Node>): number {
  return [...new Set(node.inputs)].reduce((sum, name) => {
    if (name === '' || graph.findOnlyConsumer(name) !== node) return sum;
    const tensor = graph.findStored(name);
    if (tensor) return sum + countStoredBytes(tensor);
    const producer = graph.findProducer(name);
    return producer && folded.has(producer) ? sum + countFreedBytes(graph, producer, folded) : sum;
  }, 0);
}

/** Stores the results of a node up to a size limit. An output of the graph becomes a Constant. */
function replaceOutputs(node: Node, values: Tensors, limit: number, graph: Rewriter): void {
  const results = node.outputs.filter((output) => Object.hasOwn(values, output));
  for (const output of results) {
    const tensor = values[output];
    if (!tensor || tensor.dtype === 'string' || tensor.data.byteLength > limit) continue;
    if (!graph.isOutput(output)) {
      graph.reroute(output, graph.addInitializer(`${output}/constant`, tensor));
      continue;
    }
    if (node.outputs.some((name) => name !== '' && name !== output)) continue;
    graph.replace(node, [
      createNode({ name: node.name, opType: 'Constant', inputs: [], outputs: [output], attributes: { value: tensor } }),
    ]);
  }
}
