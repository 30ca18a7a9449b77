import type { Tensor } from '#core/engine/tensor.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { isFixed, readNumbers, type Value } from '#graph/value.ts';
import { isStandard } from '../nodes.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/** Indices of the inputs that are shapes, axes or bounds, by operator. */
const shapeInputIndices: Readonly<Record<string, readonly number[]>> = {
  ConstantOfShape: [0],
  Expand: [1],
  Pad: [1, 3],
  Reshape: [1],
  Resize: [3],
  Slice: [1, 2, 3, 4],
  Split: [1],
  Squeeze: [1],
  Tile: [1],
  Unsqueeze: [1],
};

/**
 * Replaces shapes, axes and bounds that can be inferred from input shapes, such as the target of a Reshape, by
 * constants. Needs no engine. The nodes that computed them are left to `dead-code-elimination`.
 *
 * Facts: `values`, the number replaced.
 */
export const shapeFolding: Step = {
  id: 'shape-folding',
  apply(graph) {
    let values = 0;
    for (const node of graph.nodes) {
      const [output = '', ...others] = node.outputs;
      if (output === '' || others.length > 0 || graph.isOutput(output) || graph.findStored(output)) continue;
      const tensor = toTensor(graph.inferValue(output));
      if (!tensor || !graph.findConsumers(output).some((consumer) => readsAsShape(consumer, output))) continue;
      const name = graph.addInitializer(`${output}/value`, tensor);
      if (!graph.reroute(output, name)) continue;
      graph.replace(node, []);
      values++;
    }
    return Promise.resolve(reportRewritten({ values }));
  },
};

function readsAsShape(consumer: Node, value: string): boolean {
  return (
    isStandard(consumer) && (shapeInputIndices[consumer.opType] ?? []).some((index) => consumer.inputs[index] === value)
  );
}

function toTensor({ dtype, shape, content }: Value): Tensor | null {
  const numbers = readNumbers(content);
  if (!numbers?.every(Number.isSafeInteger) || !isFixed(shape)) return null;
  if (numbers.length !== shape.reduce((product, size) => product * size, 1)) return null;
  if (dtype === 'int64') return { dtype, shape, data: BigInt64Array.from(numbers, BigInt) };
  return dtype === 'int32' ? { dtype, shape, data: Int32Array.from(numbers) } : null;
}
