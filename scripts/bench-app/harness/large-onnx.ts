import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSeededRandom } from '#core/random.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

const layers = 16;
const width = 2500;

/**
 * Creates a 400 MB ONNX file in `folder`: 16 dense layers of 25 MB, each followed by ReLU.
 * @returns its path
 */
export function createLargeOnnx(folder: string): string {
  const path = join(folder, 'large.onnx');
  if (existsSync(path)) return path;
  const random = createSeededRandom(1);
  // Scaled so that values neither explode nor vanish in successive layers.
  const weights = Float32Array.from({ length: width * width }, () => (random() - 0.5) * Math.sqrt(24 / width));
  const graph = createGraphBuilder('large');
  let value = graph.input('x', 'float32', [1, width]);
  for (let layer = 0; layer < layers; layer++) {
    value = graph.node('Relu', [graph.node('MatMul', [value, graph.weights(`w${layer}`, [width, width], weights)])]);
  }
  graph.output(value, 'float32', [1, width]);
  writeFileSync(path, writeOnnx(graph.model(17)));
  return path;
}
