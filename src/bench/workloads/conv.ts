import { createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { computeHalfWidth, createSeededValues } from './seeded.ts';
import type { Workload } from './workload.ts';

/** Sandler et al., MobileNetV2, 2018, table 2: expansion, channels, repeats, stride of the first. */
const stages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;
const stemChannels = 32;
const headChannels = 1280;
const classes = 1000;
const side = 224;

/** MobileNetV2 1.0 at 224x224: batch 1, NCHW, batch normalisation folded into the convolutions, logits out. */
export const conv: Workload = {
  id: 'conv',
  build() {
    const builder = createGraphBuilder('mobilenetv2-1.0-224');
    builder.initializer('zero', { dtype: 'float32', shape: [], data: new Float32Array([0]) });
    builder.initializer('six', { dtype: 'float32', shape: [], data: new Float32Array([6]) });
    const image = builder.input('image', 'float32', [1, 3, side, side]);
    let value = addRelu6(
      builder,
      addConvolution(builder, 'stem', image, { from: 3, to: stemChannels, kernel: 3, stride: 2 }),
    );
    let channels: number = stemChannels;
    for (const [stage, [expansion, to, repeats, firstStride]] of stages.entries()) {
      for (let block = 0; block < repeats; block++) {
        const shape = { from: channels, to, expansion, stride: block === 0 ? firstStride : 1 };
        value = addInvertedResidual(builder, `stage${stage}.${block}`, value, shape);
        channels = to;
      }
    }
    value = addRelu6(
      builder,
      addConvolution(builder, 'head', value, { from: channels, to: headChannels, kernel: 1, stride: 1 }),
    );
    const pooled = builder.node('Flatten', [builder.node('GlobalAveragePool', [value])]);
    builder.weights(
      'classifier.weight',
      [classes, headChannels],
      drawWeights('classifier.weight', classes * headChannels, headChannels, 1),
    );
    builder.weights('classifier.bias', [classes], createSeededValues('conv.classifier.bias', classes, 0.1));
    builder.node('Gemm', [pooled, 'classifier.weight', 'classifier.bias'], { transB: 1 }, 'logits');
    builder.output('logits', 'float32', [1, classes]);
    return writeOnnx(builder.model(17));
  },
  cells: [
    {
      name: 'batch-1',
      createInputs: () => ({
        image: {
          dtype: 'float32',
          shape: [1, 3, side, side],
          data: createSeededValues('conv.image', 3 * side * side, 2),
        },
      }),
    },
  ],
};

interface ConvolutionShape {
  readonly from: number;
  readonly to: number;
  readonly kernel: 1 | 3;
  readonly stride: number;
  /** Whether each channel has one filter. */
  readonly isDepthwise?: boolean;
  readonly gain?: number;
}

function addConvolution(builder: GraphBuilder, name: string, input: string, shape: ConvolutionShape): string {
  const { from, to, kernel, stride, isDepthwise = false, gain = 2 } = shape;
  const inputsPerFilter = isDepthwise ? 1 : from;
  const fanIn = inputsPerFilter * kernel * kernel;
  const pad = (kernel - 1) / 2;
  builder.weights(
    `${name}.weight`,
    [to, inputsPerFilter, kernel, kernel],
    drawWeights(`${name}.weight`, to * fanIn, fanIn, gain),
  );
  builder.weights(`${name}.bias`, [to], createSeededValues(`conv.${name}.bias`, to, 0.1));
  return builder.node('Conv', [input, `${name}.weight`, `${name}.bias`], {
    dilations: [1, 1],
    group: isDepthwise ? from : 1,
    kernel_shape: [kernel, kernel],
    pads: [pad, pad, pad, pad],
    strides: [stride, stride],
  });
}

function addInvertedResidual(
  builder: GraphBuilder,
  name: string,
  input: string,
  { from, to, expansion, stride }: { from: number; to: number; expansion: number; stride: number },
): string {
  const hidden = from * expansion;
  let value = input;
  if (expansion > 1)
    value = addRelu6(
      builder,
      addConvolution(builder, `${name}.expand`, value, { from, to: hidden, kernel: 1, stride: 1 }),
    );
  const depthwise = { from: hidden, to: hidden, kernel: 3, stride, isDepthwise: true } as const;
  value = addRelu6(builder, addConvolution(builder, `${name}.depthwise`, value, depthwise));
  const isResidual = stride === 1 && from === to;
  // Residual branches are scaled down; otherwise sums would grow until every unit saturates at six.
  const gain = isResidual ? 0.5 : 2;
  value = addConvolution(builder, `${name}.project`, value, { from: hidden, to, kernel: 1, stride: 1, gain });
  return isResidual ? builder.node('Add', [input, value]) : value;
}

function addRelu6(builder: GraphBuilder, input: string): string {
  return builder.node('Clip', [input, 'zero', 'six']);
}

function drawWeights(name: string, count: number, fanIn: number, gain: number): Float32Array<ArrayBuffer> {
  return createSeededValues(`conv.${name}`, count, computeHalfWidth(fanIn, gain));
}
