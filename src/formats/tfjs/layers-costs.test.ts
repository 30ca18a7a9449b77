import { describe, expect, test } from 'vitest';
import { toJsonSource } from './tfjs-costs.fixture.ts';
import { tfjs } from './index.ts';

test('MobileNet v1 as a layers model costs 569 M multiply-adds (Howard et al. 2017, table 8)', async () => {
  const same = { padding: 'same', data_format: 'channels_last' };
  const createLayer = (class_name: string, config: object) => ({ class_name, config });
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
    createLayer('Conv2D', {
      name: 'conv1',
      batch_input_shape: [null, 224, 224, 3],
      ...same,
      filters: 32,
      kernel_size: [3, 3],
      strides: [2, 2],
    }),
    ...pairs.flatMap(([stride, filters]) => [
      createLayer('DepthwiseConv2D', { ...same, kernel_size: [3, 3], strides: [stride, stride], depth_multiplier: 1 }),
      createLayer('Conv2D', { ...same, filters, kernel_size: [1, 1], strides: [1, 1] }),
    ]),
    createLayer('GlobalAveragePooling2D', same),
    createLayer('Dense', { name: 'logits', units: 1000 }),
  ];
  const topology = { model_config: { class_name: 'Sequential', config: { layers } } };
  const facts = await tfjs.readFacts(toJsonSource({ modelTopology: topology }), 'model.json');
  expect((facts.flops ?? 0) / 2e6).toBeCloseTo(568.77, 1);
  expect(facts.outputs).toMatchObject([{ name: 'logits', shape: [null, 1000] }]);
  expect(facts.flopsBasis).toEqual({ code: 'per-run', inputShapes: { conv1: [1, 224, 224, 3] } });
});

describe('a layers model with images of free size', () => {
  const readCosts = (config: object | null) => {
    const layers = [
      {
        class_name: 'Conv2D',
        config: { name: 'c', batch_input_shape: [null, null, null, 3], padding: 'same', filters: 2, kernel_size: 1 },
      },
    ];
    const model = { modelTopology: { model_config: { class_name: 'Sequential', config: { layers } } } };
    const siblings = new Map(config ? [['preprocessor_config.json', toJsonSource(config)]] : []);
    return tfjs.readFacts(toJsonSource(model), 'model.json', siblings);
  };

  test('has no costs if no config specifies a size', async () => {
    expect(await readCosts(null)).toMatchObject({
      flops: null,
      flopsBasis: { code: 'input-size-free', dimensions: ['c.1', 'c.2'] },
    });
  });

  test.each([
    [{ size: { height: 10, width: 20 } }, 200],
    [{ size: 16 }, 256],
    [{ size: { shortest_edge: 256 }, crop_size: { height: 8, width: 8 }, do_center_crop: true }, 64],
    [{ size: { shortest_edge: 16 }, crop_size: 8, do_center_crop: false }, 256],
  ])('has costs at the size in %j, %i pixels', async (config, pixels) => {
    expect((await readCosts(config)).flops).toBe(pixels * 2 * 2 * 3);
  });
});

test('computes costs of a functional layers model with branches, a shared layer and a nested model', async () => {
  const createInboundNodes = (...names: string[]) => [names.map((name) => [name, 0, 0, {}])];
  const layers = [
    { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 8] }, inbound_nodes: [] },
    { class_name: 'Dense', name: 'a', config: { name: 'a', units: 4 }, inbound_nodes: createInboundNodes('x') },
    { class_name: 'Dense', name: 'b', config: { name: 'b', units: 4 }, inbound_nodes: createInboundNodes('x') },
    { class_name: 'Concatenate', name: 'both', config: { axis: -1 }, inbound_nodes: createInboundNodes('a', 'b') },
    {
      class_name: 'Sequential',
      name: 'inner',
      config: { layers: [{ class_name: 'Dense', config: { name: 'hidden', units: 2 } }] },
      inbound_nodes: createInboundNodes('both'),
    },
    {
      class_name: 'Dense',
      name: 'shared',
      config: { units: 2 },
      inbound_nodes: [...createInboundNodes('inner'), ...createInboundNodes('inner')],
    },
    { class_name: 'Lambda', name: 'odd', config: {}, inbound_nodes: createInboundNodes('shared') },
  ];
  const topology = { model_config: { class_name: 'Model', config: { layers, output_layers: [['shared', 0, 0]] } } };
  const facts = await tfjs.readFacts(toJsonSource({ modelTopology: topology }), 'model.json');
  // 2 x 8 x 4, twice; 2 x 8 x 2; 2 x 2 x 2, twice.
  expect(facts.flops).toBe(128 + 32 + 16);
  expect(facts.unknownOperators).toEqual(['Lambda']);
  expect(facts.outputs).toMatchObject([{ name: 'shared', shape: [null, 2] }]);
});
