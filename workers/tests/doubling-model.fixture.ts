import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

/** `y = 2x` for any batch and length, a model that is not in the catalogue. */
export function createDoublingModel(): File {
  const graph = createGraphBuilder('twice');
  graph.weights('two', [1], new Float32Array([2]));
  graph.node('Mul', [graph.input('x', 'float32', ['batch', 'length']), 'two'], {}, 'y');
  graph.output('y', 'float32', ['batch', 'length']);
  return new File([writeOnnx(graph.model(17))], 'twice.onnx');
}
