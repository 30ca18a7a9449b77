import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { getDataTypeName, type Node } from '#formats/onnx/onnx-model.ts';
import { isStandard } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/**
 * Removes nodes that return their first input unchanged: Identity, Dropout outside training, casts to the same type,
 * transposes, reshapes, slices and paddings without effect, multiplications by 1, subtractions of 0.
 *
 * Facts: `nodes`, the number removed.
 */
export const identityElimination: Step = {
  id: 'identity-elimination',
  async apply(graph) {
    let nodes = 0;
    for (const node of graph.nodes) {
      if (!isStandard(node)) continue;
      const [x = ''] = node.inputs;
      const [y = '', ...others] = node.outputs;
      if (x === '' || y === '' || others.some((name) => isRead(graph, name))) continue;
      if ((await isNoOp(node, graph)) && graph.eliminate(node, x, y)) nodes++;
    }
    return reportRewritten({ nodes });
  },
};

function isRead(graph: Rewriter, value: string): boolean {
  return value !== '' && (graph.isOutput(value) || graph.findConsumers(value).length > 0);
}

/** Whether the first output of a node always equals its first input. */
async function isNoOp(node: Node, graph: Rewriter): Promise<boolean> {
  const attributes = new Attributes(node);
  const [x = '', second = ''] = node.inputs;
  const [y = ''] = node.outputs;
  switch (node.opType) {
    case 'Identity':
      return true;
    case 'Concat':
    case 'Max':
    case 'Mean':
    case 'Min':
    case 'Sum':
      return node.inputs.length === 1;
    case 'Split':
      return node.outputs.length === 1;
    case 'Dropout':
      return isInferenceDropout(node, graph);
    case 'Cast':
      return graph.inferDtype(x) !== 'unknown' && getDataTypeName(attributes.int('to', 0)) === graph.inferDtype(x);
    case 'Transpose':
      return attributes.ints('perm')?.every((axis, index) => axis === index) ?? graph.inferValue(x).shape?.length === 1;
    case 'Reshape':
    case 'Flatten':
    case 'Squeeze':
    case 'Unsqueeze':
    case 'Expand':
      return preservesShape(graph, x, y);
    case 'Slice': {
      const steps = node.inputs[4] ?? '';
      return preservesShape(graph, x, y) && (steps === '' || isAll(await readValues(graph, steps), 1));
    }
    case 'Pad':
      return isAll(attributes.ints('pads') ?? (await readValues(graph, second)), 0);
    case 'Mul':
    case 'Div':
      return preservesShape(graph, x, y) && isAll(await readValues(graph, second), 1);
    case 'Sub':
      return preservesShape(graph, x, y) && isAll(await readValues(graph, second), 0);
    default:
      return false;
  }
}

/** Before opset 7, an attribute selects training mode; from opset 12 on, an input does. */
async function isInferenceDropout({ inputs }: Node, graph: Rewriter): Promise<boolean> {
  if (graph.opset < 7) return false;
  const training = inputs[2] ?? '';
  return graph.opset < 12 || training === '' || isAll(await readValues(graph, training), 0);
}

/** Whether both shapes are fully known and equal. */
function preservesShape(graph: Rewriter, x: string, y: string): boolean {
  const [before, after] = [graph.inferValue(x).shape, graph.inferValue(y).shape];
  if (!before || before.length !== after?.length) return false;
  return before.every((size, axis) => size !== null && size === after[axis]);
}

/** Larger constants are assumed to have differing values. Heuristic, not measured. */
const maxComparedValues = 65_536;

async function readValues(graph: Rewriter, name: string): Promise<readonly number[] | null> {
  const stored = graph.findStored(name);
  if (!stored || stored.dims.reduce((product, size) => product * size, 1) > maxComparedValues) return null;
  const tensor = await graph.readConstant(name);
  if (!tensor || tensor.dtype === 'string' || tensor.dtype === 'float16') return null;
  return Array.from<number | bigint, number>(tensor.data, Number);
}

function isAll(values: readonly number[] | null, value: number): boolean {
  return values !== null && values.length > 0 && values.every((candidate) => Object.is(candidate, value));
}
