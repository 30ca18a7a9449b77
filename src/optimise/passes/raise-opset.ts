import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { normaliseAxis } from '#graph/value.ts';
import { isStandard, createNode, listSubgraphs } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, nothingToRewrite, type Pass, type StepOutcome } from '../optimisation-step.ts';

const minFrom = 11;
const defaultTo = 17;
const maxTo = 21;

/** Reductions whose axes became an input in version 18; those of ReduceSum did in 13. */
const reductions =
  'ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSumSquare'.split(' ');

/** Attributes that became an input of this index in a version. */
const attributeInputs: Readonly<Record<string, readonly [attribute: string, index: number, version: number]>> = {
  ReduceSum: ['axes', 1, 13],
  Split: ['split', 1, 13],
  Squeeze: ['axes', 1, 13],
  Unsqueeze: ['axes', 1, 13],
  ...Object.fromEntries(reductions.map((operator) => [operator, ['axes', 1, 18] as const])),
};
/** Operators whose definition changed in version 20 or 21 in a way that is not converted. */
const notConverted: Readonly<Record<string, number>> = { DFT: 20, GroupNormalization: 21 };
/** Names of GridSample's modes since version 20. */
const gridModes: Readonly<Record<string, string>> = { bilinear: 'linear', bicubic: 'cubic' };
/** Before version 13, these flatten to a matrix at their axis, which by default is 1. */
const flattening = new Set(['Hardmax', 'LogSoftmax', 'Softmax']);
/** The operators whose definition changes between opset 11 and 21 such that a node must change, or cannot remain. */
const changing = new Set([
  ...Object.keys(attributeInputs),
  ...flattening,
  'BatchNormalization',
  'Dropout',
  'Resize',
  'RoiAlign',
  'GridSample',
  ...Object.keys(notConverted),
]);
const changingFrom18: ReadonlySet<string> = new Set([...reductions, 'GridSample', ...Object.keys(notConverted)]);

/**
 * Raises the opset of the standard operators, from 11 or later up to 21, following the changelog of ONNX's
 * operators (https://onnx.ai/onnx/operators): all other operators of these versions only accept more types or
 * attributes. Option `to`: the new version.
 *
 * Facts: `nodes`, the number changed.
 */
export const raiseOpset: Pass = {
  id: 'raise-opset',
  configure(given) {
    const to = given.optional('to', (name) => given.readNumber(name, maxTo)) ?? defaultTo;
    if (!Number.isInteger(to) || to < minFrom) throw given.createFieldError('to');
    return { id: 'raise-opset', options: { to }, apply: (graph) => Promise.resolve(rewriteGraph(graph, to)) };
  },
};

function rewriteGraph(graph: Rewriter, to: number): StepOutcome {
  const { model, opset } = graph;
  if (opset >= to) return nothingToRewrite;
  if (opset < minFrom) return reportNotApplicable('opset-too-old', { opset, min: minFrom });
  const inSubgraph = graph.nodes.flatMap(listSubgraphs).flatMap(({ nodes }) => nodes);
  const blocked = inSubgraph.find(
    (node) => isStandard(node) && changing.has(node.opType) && (to >= 18 || !changingFrom18.has(node.opType)),
  );
  const changedNodes = graph.findNodes(...changing);
  const replacements = changedNodes.map((node) => [node, raiseNode(node, graph, to)] as const);
  const blockingNode = blocked ?? replacements.find(([, by]) => by === null)?.[0];
  if (blockingNode)
    return reportNotApplicable('operator-not-convertible', { operator: blockingNode.opType, opset: to });
  let nodes = 0;
  for (const [node, by] of replacements) {
    if (!by || by === node) continue;
    const [attribute, index, version] = attributeInputs[node.opType] ?? ['', 0, 0];
    const values = new Attributes(node).ints(attribute);
    if (values && opset < version && to >= version) {
      const data = BigInt64Array.from(values, BigInt);
      by.inputs[index] = graph.add(`${node.outputs[0] ?? ''}/${attribute}`, {
        dtype: 'int64',
        shape: [data.length],
        data,
      });
    }
    graph.replace(node, [by]);
    nodes++;
  }
  for (const imported of model.opsetImports) if (isStandard(imported)) imported.version = to;
  return { code: 'rewritten', facts: { nodes } };
}

/** The node in the new version, the node itself if it is the same there, or `null` if there is none. */
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
  if (opType in notConverted) return crossesVersion(notConverted[opType]!) ? null : node;
  if (opType === 'GridSample') {
    const mode = new Attributes(node).text('mode');
    const renamed = mode === undefined ? undefined : gridModes[mode];
    return crossesVersion(20) && renamed !== undefined ? createReplacement(without('mode'), { mode: renamed }) : node;
  }
  if (opType === 'Split' && crossesVersion(18) && !hasSizes(node, opset)) {
    // Equal parts have to be counted since version 18.
    return createReplacement(attributes, { num_outputs: outputs.length });
  }
  const converted = attributeInputs[opType];
  if (converted) return crossesVersion(converted[2]) ? createReplacement(without(converted[0])) : node;
  if (!crossesVersion(13)) return node;
  if (opType === 'Resize') return dropUnusedScales(node);
  const rank = graph.inferValue(inputs[0] ?? '').shape?.length;
  const axis = rank === undefined ? null : normaliseAxis(new Attributes(node).int('axis', 1), rank);
  // Only at the last axis are the two definitions the same.
  return axis !== null && axis === (rank ?? 0) - 1 ? createReplacement(without('axis'), { axis: -1 }) : null;
}

/** Whether a Split states the sizes of its parts. */
function hasSizes(node: Node, opset: number): boolean {
  return opset < 13 ? new Attributes(node).ints('split') !== undefined : (node.inputs[1] ?? '') !== '';
}

/** Before opset 13, `sizes` required an empty tensor for the scales; since then it must be omitted. */
function dropUnusedScales(node: Node): Node {
  const { name, opType, inputs, outputs, attributes } = node;
  const [x = '', roi = '', scales = '', sizes = ''] = inputs;
  if (sizes === '' || scales === '') return node;
  return createNode({ name, opType, inputs: [x, roi, '', sizes], outputs, from: attributes });
}
