import { getBitsPerElement } from '#graph/element-types.ts';
import { isFixed, type Value } from '#graph/value.ts';
import { createMessage, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { inferShapes, type InferredNode } from '#formats/onnx/infer-shapes.ts';
import { abbreviate, type Finding } from './finding.ts';

/** Operators whose output can be larger than their inputs by any factor. */
const growingOperators = new Set([
  'ConstantOfShape',
  'Expand',
  'Tile',
  'Range',
  'Pad',
  'Resize',
  'OneHot',
  'EyeLike',
  'Upsample',
]);
/** 2 GiB: the limit of a protobuf message, and so of the constants in the file itself. */
const maxBytes = 2 ** 31;
/** Larger graphs are not analysed, as in `formats/onnx/onnx-facts.ts`. */
const maxNodes = 60_000;

/** Finds nodes that expand small tensors to more than the memory of most devices. */
export function checkLargeValues({ graph, opsetImports }: OnnxModel): Finding[] {
  if (!graph) return [];
  if (graph.nodes.length > maxNodes) return [{ code: 'not-scanned', severity: 'low', facts: { cause: 'too-large' } }];
  const opset = opsetImports.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 1;
  return inferShapes(createMessage('Graph', { ...graph }), { opset }).nodes.flatMap(checkNode);
}

function checkNode({ node, operator, outputs, branches }: InferredNode): Finding[] {
  const branchFindings = branches.flatMap(({ nodes }) => nodes.flatMap(checkNode));
  const bytes = growingOperators.has(operator)
    ? outputs.reduce((max, output) => Math.max(max, countValueBytes(output)), 0)
    : 0;
  if (bytes <= maxBytes) return branchFindings;
  const facts = { node: abbreviate(node.name || (node.outputs[0] ?? '')), operator, bytes };
  return [{ code: 'large-value', severity: 'medium', facts }, ...branchFindings];
}

/** Counts the bytes of a value. `countBytes` does not support more than 2^53 elements. */
function countValueBytes({ dtype, shape }: Value): number {
  if (!isFixed(shape)) return 0;
  return shape.reduce((product, size) => product * size, (getBitsPerElement(dtype) || 8) / 8);
}
