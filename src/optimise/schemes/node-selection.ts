import { detectQuantisation } from '#formats/onnx/onnx-quantisation.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { getOperatorName } from '#formats/onnx/infer-shapes.ts';
import { countStoredBytes, listStoredTensors, tallyTensors, listGraphs } from '#formats/onnx/stored-tensors.ts';
import { WeightCounts } from '#graph/weight-counts.ts';
import type { OptionSpecs } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import { subgraphsIn } from '../nodes.ts';
import { reportNotApplicable, type StepOutcome } from '../optimisation-step.ts';

/** Which nodes a scheme may quantise. Part of the options of every scheme. */
export interface Selection {
  /** Operators to quantise, of those that the scheme supports. */
  readonly operators: readonly string[];
  /** Names of nodes to leave unchanged; a node without a name is named after its first output. */
  readonly excludedNodes: readonly string[];
}

/**
 * The options of a `Selection`.
 * @param supported the operators that the scheme supports, which are also the default
 */
export function createSelectionSpecs(supported: readonly string[], byDefault = supported) {
  return {
    operators: { kind: 'names', values: supported, default: byDefault },
    excludedNodes: { kind: 'names', default: [] },
  } as const satisfies OptionSpecs;
}

/** The name under which a recipe excludes a node. */
export function getDisplayName({ name, outputs }: Node): string {
  return name === '' ? (outputs[0] ?? '') : name;
}

function listChosenNodes(graph: Rewriter, { operators, excludedNodes }: Selection): Node[] {
  const excluded = new Set(excludedNodes);
  return graph.findNodes(...operators).filter((node) => !excluded.has(getDisplayName(node)));
}

/** The chosen nodes, without the ones that share a weight (`findSharedWeight`). */
export function selectNodes(graph: Rewriter, selection: Selection): Node[] {
  const chosenNodes = new Set(listChosenNodes(graph, selection));
  return [...chosenNodes].filter((node) => findSharedWeight(node, graph, chosenNodes) === null);
}

/** A smaller weight may be stored twice. Heuristic, not measured. */
const maxCopiedBytes = 1024;

/**
 * A weight of a node that must stay unchanged, because a subgraph or a node that is not rewritten also reads it, or it
 * is an output of the graph: a copy in another type would make the model larger. `null` if there is none.
 * @param rewritten the nodes that a scheme rewrites; absent if it rewrites all that read a weight
 */
export function findSharedWeight({ inputs }: Node, graph: Rewriter, rewritten?: ReadonlySet<Node>): string | null {
  const keepsNode = (consumer: Node) => subgraphsIn(consumer).length > 0 || rewritten?.has(consumer) === false;
  const isShared = (name: string) => {
    const stored = graph.findStored(name);
    if (!stored || countStoredBytes(stored) <= maxCopiedBytes) return false;
    return graph.isOutput(name) || graph.findConsumers(name).some(keepsNode);
  };
  return inputs.find(isShared) ?? null;
}

/** The outcome of a scheme that found nothing to rewrite, if that is because of a `findSharedWeight`. */
export function withReason(outcome: StepOutcome, graph: Rewriter, selection: Selection): StepOutcome {
  if (outcome.code !== 'nothing-to-rewrite') return outcome;
  const chosenNodes = new Set(listChosenNodes(graph, selection));
  const [weight] = [...chosenNodes].flatMap((node) => findSharedWeight(node, graph, chosenNodes) ?? []);
  return weight === undefined ? outcome : reportNotApplicable('weights-shared', { weight });
}

/**
 * The outcome for a model that is already quantised, otherwise `null`.
 * @throws AppError model-corrupt
 */
export function rejectQuantised(graph: Rewriter): StepOutcome | null {
  const { model } = graph;
  if (!model.graph) return null;
  const tally = new WeightCounts('onnx');
  tallyTensors(listStoredTensors(model.graph), tally);
  const nodes = listGraphs(model.graph).flatMap((subgraph) => subgraph.nodes);
  const operators: Record<string, number> = {};
  for (const node of nodes) operators[getOperatorName(node)] = (operators[getOperatorName(node)] ?? 0) + 1;
  const { kind } = detectQuantisation(model, nodes, operators, tally);
  return ['none', 'unknown'].includes(kind) ? null : reportNotApplicable('already-quantised', { kind });
}
