import type { Node } from '#formats/onnx/onnx-model.ts';
import { createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/**
 * Fuses a matrix product and the addition of a stored bias into one Gemm.
 *
 * Facts: `products`, the number fused.
 */
export const matmulAddFusion: Step = {
  id: 'matmul-add-fusion',
  apply(graph) {
    let products = 0;
    // Gemm broadcasts its bias since opset 7.
    const additions = graph.opset >= 7 ? graph.findNodes('Add') : [];
    for (const addition of additions) {
      for (const [product = '', bias = ''] of [addition.inputs, addition.inputs.toReversed()]) {
        const node = graph.findProducer(product);
        const isProduct =
          node && graph.findNodes('MatMul').includes(node) && graph.findOnlyConsumer(product) === addition;
        if (!isProduct || !isMatrixProduct(node, graph) || !isBias(bias, node, graph)) continue;
        const { name, outputs } = addition;
        graph.replace(node, []);
        graph.replace(addition, [createNode({ name, opType: 'Gemm', inputs: [...node.inputs, bias], outputs })]);
        products++;
        break;
      }
    }
    return Promise.resolve(reportRewritten({ products }));
  },
};

function isMatrixProduct({ inputs }: Node, graph: Rewriter): boolean {
  const values = inputs.map((name) => graph.inferValue(name));
  return values.every(({ dtype, shape }) => dtype === 'float32' && shape?.length === 2);
}

/** Whether the bias is stored and broadcasts to the product, not the other way round. */
function isBias(name: string, { inputs }: Node, graph: Rewriter): boolean {
  const dims = graph.findStored(name)?.dims;
  const columns = graph.inferValue(inputs[1] ?? '').shape?.[1];
  if (!dims || dims.length > 2 || typeof columns !== 'number') return false;
  const [width = 1, height = 1] = dims.toReversed();
  return height === 1 && (width === 1 || width === columns);
}
