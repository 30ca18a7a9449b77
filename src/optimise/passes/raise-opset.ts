import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { normaliseAxis } from '#graph/value.ts';
import { isStandard, createNode, listSubgraphs } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, nothingToRewrite, type Pass, type StepOutcome } from '../optimisation-step.ts';

const minSourceOpset = 11;
const defaultTargetOpset = 17;
const maxTargetOpset = 21;

/** Reductions whose axes became an input in opset 18. Those of ReduceSum did in opset 13. */
const reductions =
  'ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSumSquare'.split(' ');

/** Attributes that became an input, with the index of the input and the opset of the change. */
const inputsFromAttributes: Readonly<Record<string, readonly [attribute: string, index: number, version: number]>> = {
  ReduceSum: ['axes', 1, 13],
  Split: ['split', 1, 13],
  Squeeze: ['axes', 1, 13],
  Unsqueeze: ['axes', 1, 13],
  ...Object.fromEntries(reductions.map((operator) => [operator, ['axes', 1, 18] as const])),
};
/** Operators whose definition changed in opset 20 or 21 in a way that this pass does not convert. */
const unsupportedFrom: Readonly<Record<string, number>> = { DFT: 20, GroupNormalization: 21 };
/** New names of GridSample's modes since opset 20. */
const gridModes: Readonly<Record<string, string>> = { bilinear: 'linear', bicubic: 'cubic' };
/** Before opset 13, these operators flatten their input to a matrix at `axis`, by default 1. */
const flatteningOperators = new Set(['Hardmax', 'LogSoftmax', 'Softmax']);
/** Operators whose definition changes between opsets 11 and 21 so that a node must be rewritten or rejected. */
const changedOperators = new Set([
  ...Object.keys(inputsFromAttributes),
  ...flatteningOperators,
  'BatchNormalization',
  'Dropout',
  'Resize',
  'RoiAlign',
  'GridSample',
  ...Object.keys(unsupportedFrom),
]);
const changedFrom18: ReadonlySet<string> = new Set([...reductions, 'GridSample', ...Object.keys(unsupportedFrom)]);

/**
 * Raises the opset of the standard operators, from at least 11 to at most 21, following the changelog of ONNX's
 * operators (https://onnx.ai/onnx/operators). Other operators of these versions only accept more types or attributes.
 * Option `to`: the new version.
 *
 * Facts: `nodes`, the number changed.
 */
export const raiseOpset: Pass = {
  id: 'raise-opset',
  configure(reader) {
    const to = reader.readOptional('to', (name) => reader.readNumber(name, maxTargetOpset)) ?? defaultTargetOpset;
    if (!Number.isInteger(to) || to < minSourceOpset) throw reader.createFieldError('to');
    return { id: 'raise-opset', options: { to }, apply: (graph) => Promise.resolve(rewriteGraph(graph, to)) };
  },
};

function rewriteGraph(graph: Rewriter, to: number): StepOutcome {
  const { model, opset } = graph;
  if (opset >= to) return nothingToRewrite;
  if (opset < minSourceOpset) return reportNotApplicable('opset-too-old', { opset, min: minSourceOpset });
  const subgraphNodes = graph.nodes.flatMap(listSubgraphs).flatMap(({ nodes }) => nodes);
  const blockedInSubgraph = subgraphNodes.find(
    (node) => isStandard(node) && changedOperators.has(node.opType) && (to >= 18 || !changedFrom18.has(node.opType)),
  );
  const changedNodes = graph.findNodes(...changedOperators);
  const replacements = changedNodes.map((node) => [node, raiseNode(node, graph, to)] as const);
  const blockingNode = blockedInSubgraph ?? replacements.find(([, replacement]) => replacement === null)?.[0];
  if (blockingNode)
    return reportNotApplicable('operator-not-convertible', { operator: blockingNode.opType, opset: to });
  let nodes = 0;
  for (const [node, replacement] of replacements) {
    if (!replacement || replacement === node) continue;
    const [attribute, index, version] = inputsFromAttributes[node.opType] ?? ['', 0, 0];
    const values = new Attributes(node).ints(attribute);
    if (values && opset < version && to >= version) {
      const data = BigInt64Array.from(values, BigInt);
      replacement.inputs[index] = graph.addInitializer(`${node.outputs[0] ?? ''}/${attribute}`, {
        dtype: 'int64',
        shape: [data.length],
        data,
      });
    }
    graph.replace(node, [replacement]);
    nodes++;
  }
  for (const imported of model.opsetImports) if (isStandard(imported)) imported.version = to;
  return { code: 'rewritten', facts: { nodes } };
}

/** Returns the node in the new opset, the node itself if it does not change, or `null` if it cannot be converted. */
function raiseNode(node: Node, graph: Rewriter, to: number): Node | null {
  const { opset } = graph;
  const { name, opType, inputs, outputs, attributes } = node;
  const crossesVersion = (version: number) => opset < version && to >= version;
  const without = (removed: string) => attributes.filter((attribute) => attribute.name !== removed);
  const createReplacement = (from: Node['attributes'], added = {}) =>
    createNode({ name, opType, inputs, outputs, from, attributes: added });
  if (opType === 'BatchNormalization') return crossesVersion(14) && outputs.length > 1 ? null : node;
  if (opType === 'Dropout') return crossesVersion(12) ? createReplacement(without('ratio')) : node;
  if (opType === 'RoiAlign') {
    return crossesVersion(16)
      ? createReplacement(attributes, { coordinate_transformation_mode: 'output_half_pixel' })
      : node;
  }
  if (opType in unsupportedFrom) return crossesVersion(unsupportedFrom[opType]!) ? null : node;
  if (opType === 'GridSample') {
    const mode = new Attributes(node).text('mode');
    const renamed = mode === undefined ? undefined : gridModes[mode];
    return crossesVersion(20) && renamed !== undefined ? createReplacement(without('mode'), { mode: renamed }) : node;
  }
  if (opType === 'Split' && crossesVersion(18) && !hasSplitSizes(node, opset)) {
    // Since opset 18, an equal split must state the number of outputs.
    return createReplacement(attributes, { num_outputs: outputs.length });
  }
  const converted = inputsFromAttributes[opType];
  if (converted) return crossesVersion(converted[2]) ? createReplacement(without(converted[0])) : node;
  if (!crossesVersion(13)) return node;
  if (opType === 'Resize') return dropUnusedScales(node);
  const rank = graph.inferValue(inputs[0] ?? '').shape?.length;
  const axis = rank === undefined ? null : normaliseAxis(new Attributes(node).int('axis', 1), rank);
  // The two definitions agree only for the last axis.
  return axis !== null && axis === (rank ?? 0) - 1 ? createReplacement(without('axis'), { axis: -1 }) : null;
}

/** Whether a Split states the sizes of its outputs. */
function hasSplitSizes(node: Node, opset: number): boolean {
  return opset < 13 ? new Attributes(node).ints('split') !== undefined : (node.inputs[1] ?? '') !== '';
}

/** Before opset 13, `sizes` required an empty tensor for the scales; since then it must be omitted. */
function dropUnusedScales(node: Node): Node {
  const { name, opType, inputs, outputs, attributes } = node;
  const [x = '', roi = '', scales = '', sizes = ''] = inputs;
  if (sizes === '' || scales === '') return node;
  return createNode({ name, opType, inputs: [x, roi, '', sizes], outputs, from: attributes });
}
