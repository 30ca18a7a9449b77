import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { beforeAll, expect, test } from 'vitest';
import type { InputImage, GraphSignature } from '#core/task/task.ts';
import type { DataType, Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { createSyntheticImage } from '../../synthetic-image.fixture.ts';
import { objectDetection } from '../pipeline.ts';

// Small graphs with the inputs and outputs of the published exports, run by the engine. Their output depends on the
// image, so that the pre-processing and post-processing of a head are tested, with the signature that the engine
// reports.

beforeAll(() => {
  env.wasm.numThreads = 1;
});

test('a YOLOv10 graph run by onnxruntime finds the box and the score encoded in its image', async () => {
  const graph = createGraphBuilder('yolov10');
  const images = graph.input('images', 'float32', [1, 3, 64, 64]);
  const middle = slice(graph, images, [0, 0, 32, 32], [1, 3, 33, 33]);
  const channels = graph.node('Reshape', [middle, graph.integers('row', [1, 1, 3])]);
  const [red, green] = [0, 1].map((index) => slice(graph, channels, [0, 0, index], [1, 1, index + 1]));
  const corners = graph.weights('corners', [1, 1, 4], new Float32Array([16, 24, 48, 40]));
  const rows = graph.node('Concat', [corners, red!, green!], { axis: 2 });
  const padding = graph.weights('nothing', [1, 299, 6], new Float32Array(299 * 6));
  graph.output(graph.node('Concat', [rows, padding], { axis: 1 }, 'output0'), 'float32', [1, 300, 6]);

  const red80 = createSyntheticImage(128, 64, () => [204, 0, 0, 255]);
  // The scale is 1/2 with 16 rows of grey above; green is 0, class 0.
  expect(await detect(graph, red80)).toEqual([
    { label: 'person', score: expect.closeTo(0.8, 5), box: { x: 32, y: 16, width: 64, height: 32 } },
  ]);
});

test('a YOLOS graph run by onnxruntime finds the box and the score encoded in its image', async () => {
  const graph = createGraphBuilder('yolos');
  const pixels = graph.input('pixel_values', 'float32', ['batch_size', 'num_channels', 'height', 'width']);
  const mean = graph.node('ReduceMean', [pixels], { axes: [2, 3], keepdims: 1 });
  const red = graph.node('Reshape', [slice(graph, mean, [0, 0], [1, 1]), graph.integers('one', [1, 1, 1])]);
  const cat = Float32Array.from({ length: 92 }, (_, category) => (category === 17 ? 2.5 : 0));
  const logits = graph.node('Mul', [red, graph.weights('cat', [1, 1, 92], cat)], {}, 'logits');
  const size = graph.node('Cast', [graph.node('Shape', [pixels], { start: 2 })], { to: 1 });
  const fractions = graph.node('Div', [size, graph.weights('whole', [2], new Float32Array([1024, 2048]))]);
  const [heightFraction, widthFraction] = [0, 1].map((index) => slice(graph, fractions, [index], [index + 1]));
  const box = graph.node(
    'Concat',
    [graph.weights('centre', [2], new Float32Array([0.5, 0.5])), widthFraction!, heightFraction!],
    {
      axis: 0,
    },
  );
  const boxes = graph.node('Reshape', [box, graph.integers('boxes', [1, 1, 4])], {}, 'pred_boxes');
  graph.output(logits, 'float32', ['batch_size', 'num_queries', 92]);
  graph.output(boxes, 'float32', ['batch_size', 'num_queries', 4]);

  const image = createSyntheticImage(128, 64, () => [255, 0, 0, 255]);
  const weight = Math.exp((2.5 * (255 - 123.675)) / 58.395);
  // Seen as 1024 x 512: half of 2048 and of 1024. The mean of half a million floats is off in its fourth digit.
  expect(await detect(graph, image)).toEqual([
    { label: 'cat', score: expect.closeTo(weight / (weight + 91), 2), box: { x: 32, y: 16, width: 64, height: 32 } },
  ]);
});

let slices = 0;
function slice(graph: GraphBuilder, value: string, from: readonly number[], to: readonly number[]): string {
  const name = `slice${slices++}`;
  return graph.node('Slice', [value, graph.integers(`${name}.from`, from), graph.integers(`${name}.to`, to)], {}, name);
}

async function detect(graph: GraphBuilder, image: InputImage) {
  const session = await InferenceSession.create(writeOnnx(graph.model(17)));
  const toTensorSpecs = (list: typeof session.inputMetadata) =>
    list.flatMap((value) =>
      value.isTensor ? [{ name: value.name, dtype: value.type as DataType, shape: value.shape }] : [],
    );
  const model: GraphSignature = {
    inputs: toTensorSpecs(session.inputMetadata),
    outputs: toTensorSpecs(session.outputMetadata),
  };
  const inputs = Object.entries(objectDetection.encode(image, model)).map(
    ([name, { data, shape }]) => [name, new Tensor('float32', data as Float32Array, shape)] as const,
  );
  const results = await session.run(Object.fromEntries(inputs));
  const outputs: Tensors = Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [
      name,
      { dtype: 'float32', shape: dims, data: data as Float32Array<ArrayBuffer> },
    ]),
  );
  return objectDetection.decode(outputs, image, model);
}
