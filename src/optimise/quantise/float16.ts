import type { Tensor } from '#core/engine/tensor.ts';
import type { Node } from '#formats/onnx/model.ts';
import { maxFloat16, minFloat16 } from '#core/encoding/float16.ts';
import { changePrecision } from '../precision/change-precision.ts';
import type { Rewriter } from '../rewriter.ts';
import { precisionOperators } from '../precision/operators.ts';
import { rewrittenIf } from '../step.ts';
import { scheme } from './scheme.ts';
import { nameOf, selectionOf } from './selection.ts';

/**
 * Makes the model compute in float16 and store its weights so. Nodes with constants that float16 cannot represent stay
 * in float32: those beyond 65504, and single numbers that would become 0, such as the epsilon of a division. Inputs and
 * outputs of the graph keep their type. Options: `operators`, `excludedNodes`.
 *
 * Facts: `nodes`, `casts` and `kept`, as in `ChangedCounts`.
 */
export const float16 = scheme('float16', selectionOf([...precisionOperators]), async (graph, { signal }, options) => {
  const excluded = new Set(options.excludedNodes);
  const operators = new Set(options.operators);
  const outOfRange = new Set<Node>();
  for (const node of graph.nodes) {
    signal?.throwIfAborted();
    if (!(await fitsFloat16(node, graph))) outOfRange.add(node);
  }
  const { nodes, casts, kept } = changePrecision(
    graph,
    { from: 'float32', to: 'float16' },
    (node) => outOfRange.has(node) || excluded.has(nameOf(node)) || !operators.has(node.opType),
  );
  return rewrittenIf(nodes === 0 ? {} : { nodes, casts, kept });
});

async function fitsFloat16({ inputs }: Node, graph: Rewriter): Promise<boolean> {
  for (const name of inputs) {
    const tensor = await graph.constant(name);
    if (tensor && !isRepresentable(tensor)) return false;
  }
  return true;
}

function isRepresentable(tensor: Tensor): boolean {
  if (tensor.dtype !== 'float32') return true;
  const isSingle = tensor.data.length === 1;
  return tensor.data.every((value) => {
    const size = Math.abs(value);
    return size <= maxFloat16 && !(isSingle && size > 0 && size < minFloat16);
  });
}
