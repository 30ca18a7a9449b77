import { detectQuantisation } from '#formats/onnx/onnx-quantisation.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { getOperatorName } from '#formats/onnx/infer-shapes.ts';
import { countStoredBytes, listStoredTensors, countStoredTensors, listGraphs } from '#formats/onnx/stored-tensors.ts';
import { WeightCounts } from '#graph/weight-counts.ts';
import type { OptionSpecs } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import { listDirectSubgraphs } from '../nodes.ts';
import { reportNotApplicable, type StepOutcome } from '../optimisation-step.ts';

/** Selects the nodes that a scheme may rewrite. These options are common to all schemes. */
export interface Selection {
  /** Operators to rewrite, from those that the scheme supports. */
  readonly operators: readonly string[];
  /** Names of nodes to leave unchanged. A node without a name is identified by its first output. */
  readonly excludedNodes: readonly string[];
}

/**
 * Creates the option specifications of a `Selection`.
 * @param supported the operators that the scheme supports
 * @param defaults the operators that are selected by default
 */
export function createSelectionSpecs(supported: readonly string[], defaults = supported) {
  return {
    operators: { kind: 'names', values: supported, default: defaults },
    excludedNodes: { kind: 'names', default: [] },
  } as const satisfies OptionSpecs;
}

/** Returns the name by which recipes exclude a node. */
export function getDisplayName({ name, outputs }: Node): string {
  return name === '' ? (outputs[0] ?? '') : name;
}

function listSelectedNodes(graph: Rewriter, { operators, excludedNodes }: Selection): Node[] {
  const excludedNames = new Set(excludedNodes);
  return graph.findNodes(...operators).filter((node) => !excludedNames.has(getDisplayName(node)));
}

/** Returns the selected nodes without those that share a weight (`findSharedWeight`). */
export function selectNodes(graph: Rewriter, selection: Selection): Node[] {
  const selectedNodes = new Set(listSelectedNodes(graph, selection));
  return [...selectedNodes].filter((node) => findSharedWeight(node, graph, selectedNodes) === null);
}

/** Smaller weights may be stored twice. Heuristic, not measured. */
const maxDuplicateBytes = 1024;

/**
 * Finds a weight of a node that is also read by a subgraph or a node that is not rewritten, or is an output of the
 * graph. Rewriting it would store it twice and make the model larger.
 * @param rewritten the nodes that a scheme rewrites; by default, all nodes that read a weight
 * @returns the name of the weight, or `null` if there is none
 */
export function findSharedWeight({ inputs }: Node, graph: Rewriter, rewritten?: ReadonlySet<Node>): string | null {
  const needsOriginal = (consumer: Node) =>
    listDirectSubgraphs(consumer).length > 0 || rewritten?.has(consumer) === false;
  const isShared = (name: string) => {
    const storedTensor = graph.findStored(name);
    if (!storedTensor || countStoredBytes(storedTensor) <= maxDuplicateBytes) return false;
    return graph.isOutput(name) || graph.findConsumers(name).some(needsOriginal);
  };
  return inputs.find(isShared) ?? null;
}

/** Replaces the outcome `nothing-to-rewrite` by `weights-shared` if shared weights are the reason. */
export function explainSharedWeights(outcome: StepOutcome, graph: Rewriter, selection: Selection): StepOutcome {
  if (outcome.code !== 'nothing-to-rewrite') return outcome;
  const selectedNodes = new Set(listSelectedNodes(graph, selection));
  const [weight] = [...selectedNodes].flatMap((node) => findSharedWeight(node, graph, selectedNodes) ?? []);
  return weight === undefined ? outcome : reportNotApplicable('weights-shared', { weight });
}

/**
 * Returns the outcome for a model that is already quantised, otherwise `null`.
 * @throws AppError model-corrupt
 */
export function rejectQuantised(graph: Rewriter): StepOutcome | null {
  const { model } = graph;
  if (!model.graph) return null;
  const tally = new WeightCounts('onnx');
  countStoredTensors(listStoredTensors(model.graph), tally);
  const nodes = listGraphs(model.graph).flatMap((subgraph) => subgraph.nodes);
  const operators: Record<string, number> = {};
  for (const node of nodes) operators[getOperatorName(node)] = (operators[getOperatorName(node)] ?? 0) + 1;
  const { kind } = detectQuantisation(model, nodes, operators, tally);
  return ['none', 'unknown'].includes(kind) ? null : reportNotApplicable('already-quantised', { kind });
}
