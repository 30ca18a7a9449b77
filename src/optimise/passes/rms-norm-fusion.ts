import type { Node } from '#formats/onnx/onnx-model.ts';
import { createFloats } from '#formats/onnx/graph-builder.ts';
import { isStandard, createNode } from '../nodes.ts';
import { findSquare, hasOtherReaders, isOverLastAxis, findConsumerWithVector } from '../normalisation.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';
import { isStoredScalar, readStoredScalar } from '../stored-scalar.ts';

/**
 * Replaces x / sqrt(mean of squares + epsilon) * scale over the last axis, as frameworks export it, by onnxruntime's
 * operator SimplifiedLayerNormalization (Zhang and Sennrich 2019), which it also has in the browser. Other engines lack
 * this operator.
 *
 * Facts: `nodes`, the number of new operators.
 */
export const rmsNormFusion: Step = {
  id: 'rms-norm-fusion',
  async apply(graph) {
    let nodes = 0;
    for (const root of graph.findNodes('Sqrt')) {
      const rmsNorm = await findRmsNorm(root, graph);
      if (!rmsNorm) continue;
      const { inputs, epsilon, members, last: scaledProduct } = rmsNorm;
      for (const member of members) graph.replace(member, []);
      const attributes = { axis: -1, epsilon: createFloats(epsilon) };
      const { name, outputs } = scaledProduct;
      graph.replace(scaledProduct, [
        createNode({ name, opType: 'SimplifiedLayerNormalization', inputs, outputs, attributes }),
      ]);
      nodes++;
    }
    return reportRewritten({ nodes });
  },
};

interface RmsNorm {
  readonly inputs: readonly [x: string, scale: string];
  readonly epsilon: number;
  readonly last: Node;
  /** The nodes before the last. */
  readonly members: readonly Node[];
}

async function findRmsNorm(root: Node, graph: Rewriter): Promise<RmsNorm | null> {
  const sum = findProducer(root.inputs[0], 'Add', graph);
  const mean = sum && findProducer(sum.inputs[0], 'ReduceMean', graph);
  const square = mean && (await findSquare(mean.inputs[0] ?? '', graph));
  const epsilon = sum && (await readStoredScalar(sum.inputs[1] ?? '', graph));
  if (!square || epsilon === null || epsilon <= 0) return null;
  const { operand: x } = square;
  const { dtype, shape } = graph.inferValue(x);
  const width = shape?.at(-1);
  if (dtype !== 'float32' || !shape || typeof width !== 'number') return null;
  if (!(await isOverLastAxis(mean, shape.length, graph))) return null;
  const scaled = await findDivision(root, x, graph);
  const scaledProduct = scaled && findConsumerWithVector(scaled.at(-1)!, 'Mul', width, graph);
  if (!scaledProduct) return null;
  const members = new Set([square.node, mean, sum, root, ...scaled]);
  return hasOtherReaders(members, scaledProduct.node, graph)
    ? null
    : { inputs: [x, scaledProduct.vector], epsilon, last: scaledProduct.node, members: [...members] };
}

function findProducer(value: string | undefined, operator: string, graph: Rewriter): Node | null {
  const node = graph.findProducer(value ?? '');
  return node?.opType === operator && isStandard(node) ? node : null;
}

/** Finds the nodes that divide x by the root: a division, or a reciprocal and a product. */
async function findDivision(root: Node, x: string, graph: Rewriter): Promise<readonly Node[] | null> {
  const [value = ''] = root.outputs;
  const reader = graph.findOnlyConsumer(value);
  if (!reader || !isStandard(reader)) return null;
  const { opType, inputs } = reader;
  if (opType === 'Div' && inputs[0] === x && inputs[1] === value) return [reader];
  const isReciprocal =
    opType === 'Reciprocal' ||
    (opType === 'Div' && inputs[1] === value && (await isStoredScalar(inputs[0] ?? '', 1, graph)));
  const product = isReciprocal ? graph.findOnlyConsumer(reader.outputs[0] ?? '') : undefined;
  return product?.opType === 'Mul' && isStandard(product) && product.inputs.includes(x) ? [reader, product] : null;
}
