import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NodeFacts } from '#core/model/model-facts.ts';
import { readFacts } from '#formats/index.ts';
import { forecastModel } from './forecast.ts';
import type { Forecast } from './forecast-result.ts';
import { computeNodeWork } from './node-work.ts';
import { createSampleFacts, createSampleProfile } from './sample-facts.fixture.ts';

const testData = process.env.ASSAY_TEST_DATA;
const onWasm = { engine: 'ort', device: 'wasm', threads: 1 } as const;
const createNode = (more: Partial<NodeFacts>): NodeFacts => ({
  name: '',
  operator: 'MatMul',
  flops: 0,
  weightBytes: 0,
  activationBytes: 0,
  outputShape: [1],
  ...more,
});
const requireKnown = (actual: Forecast) => {
  if (!actual.known) throw new Error(actual.reason);
  return actual;
};

/**
 * Medians of raw onnxruntime-web 1.30.0 loops, wasm, 1 and 2 threads, Chromium 156 on an idle machine with 2 cores,
 * measured for the comparison with other engines, independently of the calibration on one thread. The same engine's
 * 1024 x 1024 matrix product took 77 and 34 ms there, 2 x 1024^3 operations each. Models with convolutions
 * that we run in float32 are tested in `forecast-measured.long.test.ts`.
 */
const measured: readonly (readonly [string, number, number])[] = [
  ['onnx-classify/SqueezeNet_fp16.onnx', 24, 13],
  ['onnx-detect/yolox_nano.onnx', 67, 38],
  ['onnx-detect/yolov8n_int8.onnx', 241, 135],
  ['onnx-face/mobilefacenet.onnx', 20, 12],
  ['onnx-face/version-RFB-320.onnx', 18, 11],
];
test.for(measured)(
  'the forecast range for %s contains the time measured on one thread and on two',
  async ([file, oneMs, twoMs], { skip }) => {
    if (!testData) skip('needs ASSAY_TEST_DATA');
    const gflops = (ms: number) => (2 * 1024 ** 3) / ms / 1e6;
    const profile = createSampleProfile({ gflopsOneThread: gflops(77), gflopsThreads: gflops(34) });
    const facts = await readFacts(await openAsBlob(path.join(testData ?? '', file)), path.basename(file));
    const one = requireKnown(forecastModel(facts, profile, onWasm));
    const two = requireKnown(forecastModel(facts, profile, { ...onWasm, threads: 2 }));
    expect(one.basis).toBe('calibrated');
    expect([one.lowMs < oneMs && oneMs < one.highMs, two.lowMs < twoMs && twoMs < two.highMs]).toEqual([true, true]);
  },
);

test('each node is forecast as the larger of its arithmetic and memory time', () => {
  const facts = createSampleFacts({
    nodes: [
      // 920 M operations at 0.92 of 10 GFLOP/s: 100 ms, and 7.6 microseconds for the node.
      createNode({ flops: 920e6, weightBytes: 1e6 }),
      // 1 GB of weights at 10 GB/s: 100 ms.
      createNode({ flops: 1e6, weightBytes: 1e9 }),
    ],
  });
  const actual = requireKnown(forecastModel(facts, createSampleProfile(), onWasm));
  expect(actual.expectedMs).toBeCloseTo(200, 1);
  expect(actual.groups.map(({ kind }) => kind).sort()).toEqual(['call', 'dense', 'memory']);
  // Divided by 1.45, multiplied by 1.75 (`engine-costs.ts`).
  expect([actual.lowMs, actual.highMs].map(Math.round)).toEqual([138, 350]);
});

const depthwise = { kernel: [3, 3], channels: 1, groups: 32 };
const grey = { ...depthwise, groups: 1 };
const thin = { kernel: [1, 1], channels: 32, groups: 1 };

test.each([
  ['a depthwise convolution', 'depthwise', createNode({ operator: 'Conv', convolution: depthwise })],
  ['a convolution of a grey image', 'dense', createNode({ operator: 'Conv', convolution: grey })],
  ['a convolution', 'dense', createNode({ operator: 'Conv', convolution: { ...grey, channels: 32 } })],
  ['a convolution of integers', 'integer', createNode({ operator: 'ConvInteger', flops: 64e6, outputShape: [1, 1e6] })],
  [
    'a fused convolution',
    'dense',
    createNode({ operator: 'com.microsoft::FusedConv', flops: 64e6, outputShape: [1, 1e6] }),
  ],
  ['a product in TFLite', 'dense', createNode({ operator: 'FULLY_CONNECTED' })],
  ['a fused convolution in TensorFlow', 'dense', createNode({ operator: '_FusedConv2D' })],
  ['a fused depthwise convolution in TensorFlow', 'depthwise', createNode({ operator: 'FusedDepthwiseConv2dNative' })],
  ['a dense layer in Keras', 'dense', createNode({ operator: 'Dense' })],
  ['a sigmoid', 'transcendental', createNode({ operator: 'Sigmoid' })],
  ['a constant', 'absent', createNode({ operator: 'Constant', flops: null })],
  ['a transpose', 'simple', createNode({ operator: 'Transpose' })],
])('%s is forecast as %s work', (_, kind, nodeFacts) => {
  expect(computeNodeWork(nodeFacts, true)?.kind).toBe(kind);
});

test.each([
  ['a depthwise convolution', depthwise, 'floatDepthwise', 'requantisedDepthwise'],
  ['a thin convolution', thin, 'float32-convolution', 'requantised'],
  ['a wide convolution', { ...thin, channels: 33 }, 'requantised', 'requantised'],
  ['a 3 x 3 convolution of an image', { ...grey, channels: 3 }, 'requantised', 'requantised'],
] as const)(
  '%s of integers has different work classes in float32 and as stored',
  (_, convolution, inFloat32, stored) => {
    const nodeFacts = createNode({ operator: 'QLinearConv', convolution });
    expect([computeNodeWork(nodeFacts, true)?.kind, computeNodeWork(nodeFacts, false)?.kind]).toEqual([
      inFloat32,
      stored,
    ]);
  },
);

test('the forecast range for stories260K contains the measured time per token', async ({ skip }) => {
  if (!testData) skip('needs ASSAY_TEST_DATA');
  // wllama, one thread, on the machine of the measurements above: 1680 tokens per second.
  const profile = createSampleProfile({ gflopsOneThread: (2 * 512 ** 3) / 11 / 1e6 });
  const facts = await readFacts(
    await openAsBlob(path.join(testData ?? '', 'gguf/stories260K.gguf')),
    'stories260K.gguf',
  );
  const actual = requireKnown(forecastModel(facts, profile, { ...onWasm, engine: 'wllama' }));
  expect(actual.lowMs).toBeLessThan(1000 / 1680);
  expect(actual.highMs).toBeGreaterThan(1000 / 1680);
});

/**
 * Microseconds of a run or a token through our sessions on one thread and on two, Chromium 156, on the 2 cores of the
 * start costs (`engine-costs.ts`) but with other models: 33 and 66 GFLOP/s. One thread: medians of five runs, each the
 * best of seven samples or of 15 answers of 64 tokens; two: medians of seven samples or answers of 100 to 200 tokens.
 */
const tiny = [
  ['tflite/hello_world_float.tflite', 'litert', 13, 15],
  ['tflite/hello_world_int8.tflite', 'litert', 13.5, 14.6],
  ['tflite/micro_speech_quantized.tflite', 'litert', 56, 58],
  ['onnx-classify/mnist.onnx', 'ort', 82, 55],
  ['gguf/stories260K.gguf', 'wllama', 430, 303],
  ['gguf/llama-2-tiny-random.gguf', 'wllama', 607, 439],
] as const;
test.for(tiny)(
  'the forecast range for the tiny %s on %s contains the time measured on one thread and on two',
  async ([file, engine, oneUs, twoUs], { skip }) => {
    if (!testData) skip('needs ASSAY_TEST_DATA');
    const profile = createSampleProfile({ gflopsOneThread: 33, gflopsThreads: 66, copyBytesPerS: 40e9 });
    const facts = await readFacts(await openAsBlob(path.join(testData ?? '', file)), path.basename(file));
    for (const [threads, us] of [
      [1, oneUs],
      [2, twoUs],
    ] as const) {
      const actual = requireKnown(forecastModel(facts, profile, { engine, device: 'wasm', threads }));
      expect(actual.lowMs).toBeLessThan(us / 1000);
      expect(actual.highMs).toBeGreaterThan(us / 1000);
    }
  },
);

describe('the cost of starting a run', () => {
  const onLitert = { engine: 'litert', device: 'wasm', threads: 1 } as const;
  const small = createSampleFacts({ format: 'tflite', nodes: [createNode({ operator: 'ABS' })] });

  test('dominates the forecast for a tiny model', () => {
    const actual = requireKnown(forecastModel(small, createSampleProfile(), onLitert));
    // 450,000 operations at 10 GFLOP/s for the call, 1,000 for the node and 10 for its element.
    expect(actual.expectedMs).toBeCloseTo(0.045101, 6);
    expect(actual.groups[0]).toMatchObject({ kind: 'call' });
  });

  test('is the same on more threads', () => {
    const { expectedMs } = requireKnown(forecastModel(small, createSampleProfile(), onLitert));
    const onTwo = requireKnown(forecastModel(small, createSampleProfile(), { ...onLitert, threads: 2 }));
    expect(onTwo.expectedMs).toBeCloseTo(expectedMs, 5);
  });

  test('has a wider range than calibrated work', () => {
    const actual = requireKnown(
      forecastModel(
        createSampleFacts({ nodes: [createNode({ operator: 'Identity' })] }),
        createSampleProfile(),
        onWasm,
      ),
    );
    expect([actual.expectedMs / actual.lowMs, actual.highMs / actual.expectedMs]).toEqual([4, 4]);
  });
});

describe('the record of earlier runs', () => {
  // 920 M operations at 0.92 of 10 GFLOP/s: 100 ms.
  const facts = createSampleFacts({ nodes: [createNode({ flops: 920e6 })] });
  const forecastAfter = (earlierRatios: readonly number[]) =>
    requireKnown(forecastModel(facts, createSampleProfile(), { ...onWasm, earlierRatios }));

  test('does not affect the forecast below three models', () => {
    expect(forecastAfter([2, 2.2])).toMatchObject({ basis: 'calibrated' });
  });

  test('shifts the forecast from three models on, without narrowing its range', () => {
    const actual = forecastAfter([2, 2.2, 1.9]);
    expect(actual.basis).toBe('record');
    expect(actual.expectedMs).toBeCloseTo(200, 0);
    expect([actual.lowMs, actual.highMs].map(Math.round)).toEqual([138, 350]);
  });

  test('widens the range if three models have large errors', () => {
    const actual = forecastAfter([1, 2, 8]);
    expect(actual.lowMs).toBeLessThan(100);
    expect(actual.highMs).toBeGreaterThan(800);
  });

  test('narrows the range from ten models on', () => {
    const actual = forecastAfter([2, 2.2, 1.9, 2, 2, 2.1, 2, 2, 1.95, 2]);
    expect([actual.lowMs < 190, actual.highMs > 220]).toEqual([true, true]);
    expect(actual.highMs / actual.lowMs).toBeLessThan(1.45 * 1.75);
  });
});

test.each([
  [
    'nothing was measured',
    createSampleFacts({ nodes: [createNode({})] }),
    { gflopsOneThread: null },
    'device-not-measured',
  ],
  ['the file has no graph', createSampleFacts(), {}, 'no-costs'],
  [
    'its image size is dynamic',
    createSampleFacts({
      nodes: [createNode({ flops: null })],
      flops: null,
      flopsBasis: { code: 'image-size-free', dimensions: ['height', 'width'] },
    }),
    {},
    'sizes-free',
  ],
  ['costs are not known', createSampleFacts({ nodes: [createNode({ flops: null })] }), {}, 'shapes-unknown'],
])('reports why there is no forecast if %s', (_, facts, device, reason) => {
  expect(forecastModel(facts, createSampleProfile(device), onWasm)).toEqual({ known: false, reason });
});
