import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write.ts';
import { side } from './mnist.ts';
import { classes, pooledSide, shapes } from './net.ts';
import type { TrainedLayers } from './train.ts';

/** The net as an ONNX file: `image` float32 [n, 1, 28, 28], ink 1 on paper 0, to `probabilities` float32 [n, 10]. */
export function digitsOnnx(layers: TrainedLayers): Uint8Array<ArrayBuffer> {
  const graph = graphBuilder('digits');
  let value = graph.input('image', 'float32', ['n', 1, side, side]);
  for (const [layer, { weights, bias }] of layers.slice(0, -1).entries()) {
    const [, , from, to] = shapes[layer]!.weights as [3, 3, number, number];
    const filter = graph.weights(`conv${layer}.weight`, [to, from, 3, 3], channelsFirst(weights, 9, from, to));
    const added = graph.weights(`conv${layer}.bias`, [to], bias);
    value = graph.node('Conv', [value, filter, added], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
    value = graph.node('Relu', [value]);
    if (layer % 2 === 1) value = graph.node('MaxPool', [value], { kernel_shape: [2, 2], strides: [2, 2] });
  }
  const { weights, bias } = layers.at(-1)!;
  const area = pooledSide * pooledSide;
  const from = weights.length / classes / area;
  // Rows of the classifier are places by channel; ONNX flattens channel by place.
  const rows = channelsFirst(weights, area, from, classes);
  const classifier = graph.weights('classify.weight', [classes, from * area], rows);
  value = graph.node('Flatten', [value], { axis: 1 });
  value = graph.node('Gemm', [value, classifier, graph.weights('classify.bias', [classes], bias)], { transB: 1 });
  graph.node('Softmax', [value], { axis: 1 }, 'probabilities');
  graph.output('probabilities', 'float32', ['n', classes]);
  return writeOnnx(graph.model(17));
}

/** [places, from, to] to [to, from, places]. */
function channelsFirst(values: Float32Array, places: number, from: number, to: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let place = 0, at = 0; place < places; place++)
    for (let input = 0; input < from; input++)
      for (let output = 0; output < to; output++, at++) turned[(output * from + input) * places + place] = values[at]!;
  return turned;
}
