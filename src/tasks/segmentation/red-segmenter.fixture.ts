import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

/** Builds a graph with the signature of a selfie segmenter, 32 x 16 pixels, whose foreground is everything red. */
export function buildRedSegmenter(): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder('red');
  const input = graph.input('image', 'float32', [1, 16, 32, 3]);
  const [start, end, axis] = [graph.integers('from', [0]), graph.integers('to', [1]), graph.integers('axis', [3])];
  graph.output(graph.node('Slice', [input, start, end, axis], {}, 'mask'), 'float32', [1, 16, 32, 1]);
  return writeOnnx(graph.model(17));
}
