import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { computePooledSide, type Net, type TrainedLayers } from './net.ts';

/**
 * Encodes the trained network as an ONNX file: `image` float32 [n, channels, side, side] to `probabilities` float32 [n,
 * classes].
 */
export function encodeNet(name: string, net: Net, layers: TrainedLayers): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder(name);
  let tensor = graph.input('image', 'float32', ['n', net.channels, net.side, net.side]);
  let inputChannels = net.channels;
  for (const [index, { channels, isPooled }] of net.convolutions.entries()) {
    const { weights, bias } = layers[index]!;
    const filter = graph.weights(
      `conv${index}.weight`,
      [channels, inputChannels, 3, 3],
      toChannelsFirst(weights, 9, inputChannels, channels),
    );
    const biasInput = graph.weights(`conv${index}.bias`, [channels], bias);
    tensor = graph.node('Conv', [tensor, filter, biasInput], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
    tensor = graph.node('Relu', [tensor]);
    if (isPooled) tensor = graph.node('MaxPool', [tensor], { kernel_shape: [2, 2], strides: [2, 2] });
    inputChannels = channels;
  }
  const { weights, bias } = layers.at(-1)!;
  const area = computePooledSide(net) ** 2;
  // The training framework flattens positions first, ONNX flattens channels first.
  const rows = toChannelsFirst(weights, area, inputChannels, net.classes);
  const classifier = graph.weights('classify.weight', [net.classes, inputChannels * area], rows);
  tensor = graph.node('Flatten', [tensor], { axis: 1 });
  tensor = graph.node('Gemm', [tensor, classifier, graph.weights('classify.bias', [net.classes], bias)], { transB: 1 });
  graph.node('Softmax', [tensor], { axis: 1 }, 'probabilities');
  graph.output('probabilities', 'float32', ['n', net.classes]);
  return writeOnnx(graph.model(17));
}

/** Transposes [positions, from, to] to [to, from, positions]. */
function toChannelsFirst(
  values: Float32Array,
  positions: number,
  inputChannels: number,
  outputChannels: number,
): Float32Array {
  const transposed = new Float32Array(values.length);
  for (let position = 0, index = 0; position < positions; position++)
    for (let input = 0; input < inputChannels; input++)
      for (let output = 0; output < outputChannels; output++, index++)
        transposed[(output * inputChannels + input) * positions + position] = values[index]!;
  return transposed;
}
