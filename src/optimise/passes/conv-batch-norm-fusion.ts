import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/**
 * Folds batch normalisation into the weights and bias of the preceding convolution:
 * `scale * (W x + b - mean) / sqrt(variance + epsilon) + shift`.
 *
 * Facts: `convolutions`, the number of folded ones.
 */
export const convBatchNormFusion: Step = {
  id: 'conv-batch-norm-fusion',
  async apply(graph, { signal }) {
    let convolutions = 0;
    for (const node of graph.findNodes('BatchNormalization')) {
      signal?.throwIfAborted();
      const [x = ''] = node.inputs;
      const convolution = graph.findProducer(x);
      const isConvolution = convolution && graph.findNodes('Conv', 'ConvTranspose').includes(convolution);
      if (!isConvolution || graph.findOnlyConsumer(x) !== node || !isInferenceMode(node, graph)) continue;
      const folded = await foldNormalisation(convolution, node, graph);
      if (!folded) continue;
      graph.replace(convolution, []);
      graph.replace(node, [folded]);
      convolutions++;
    }
    return reportRewritten({ convolutions });
  },
};

function isInferenceMode(node: Node, { opset }: Rewriter): boolean {
  const attributes = new Attributes(node);
  const isPerChannel = attributes.int('spatial', 1) === 1;
  return opset >= 7 && isPerChannel && node.outputs.length === 1 && attributes.int('training_mode', 0) === 0;
}

async function foldNormalisation(convolution: Node, node: Node, graph: Rewriter): Promise<Node | null> {
  const [x = '', w = '', b = ''] = convolution.inputs;
  const [scale, shift, mean, variance] = await Promise.all(
    node.inputs.slice(1, 5).map((name) => graph.readNumbers(name, 'float32')),
  );
  const weights = await graph.readConstant(w);
  if (weights?.dtype !== 'float32' || !scale || !shift || !mean || !variance) return null;
  const bias = b === '' ? mean.map(() => 0) : await graph.readNumbers(b, 'float32');
  const channels = scale.length;
  if (bias?.length !== channels || [shift, mean, variance].some(({ length }) => length !== channels)) return null;
  const getOutputChannel = createChannelIndexer(convolution, weights.shape, channels);
  if (!getOutputChannel) return null;
  const epsilon = new Attributes(node).float('epsilon', 1e-5);
  const factors = scale.map((value, channel) => value / Math.sqrt(variance[channel]! + epsilon));
  const data = weights.data.map((value, index) => value * factors[getOutputChannel(index)]!);
  const shifts = bias.map((value, channel) => (value - mean[channel]!) * factors[channel]! + shift[channel]!);
  if (![...factors, ...shifts].every(Number.isFinite)) return null;
  const inputs = [
    x,
    graph.addInitializer(`${w}/normalised`, { dtype: 'float32', shape: weights.shape, data }),
    graph.addInitializer(`${w}/bias`, { dtype: 'float32', shape: [channels], data: Float32Array.from(shifts) }),
  ];
  const { name, opType, attributes } = convolution;
  return createNode({ name, opType, inputs, outputs: node.outputs, from: attributes });
}

/** Returns a function from the index of a weight to its output channel, or `null` if the shapes do not match. */
function createChannelIndexer(
  { opType, attributes }: Node,
  shape: readonly number[],
  channels: number,
): ((index: number) => number) | null {
  const [first = 0, second = 0, ...kernel] = shape;
  const size = kernel.reduce((product, length) => product * length, 1);
  if (opType === 'Conv') return first === channels ? (index) => Math.floor(index / (second * size)) : null;
  // [in, out / group, ...kernel]: the inputs of a group contribute to the outputs of the same group.
  const groups = Number(attributes.find(({ name }) => name === 'group')?.int ?? 1n);
  const inputsPerGroup = first / groups;
  if (second * groups !== channels || !Number.isInteger(inputsPerGroup)) return null;
  return (index) => {
    const group = Math.floor(index / (second * size) / inputsPerGroup);
    return group * second + (Math.floor(index / size) % second);
  };
}
