import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

/** A graph with the signature of a selfie segmenter, 32 x 16: red is the foreground. */
export function buildRedSegmenter(): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder('red');
  const input = graph.input('image', 'float32', [1, 16, 32, 3]);
  const [from, to, axis] = [graph.integers('from', [0]), graph.integers('to', [1]), graph.integers('axis', [3])];
  graph.output(graph.node('Slice', [input, from, to, axis], {}, 'mask'), 'float32', [1, 16, 32, 1]);
  return writeOnnx(graph.model(17));
}
