import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { FactEvidence } from '#core/model/fact-evidence.ts';
import { toByteSource } from '../byte-source.ts';
import { onnx } from './index.ts';
import { readModelFacts } from './onnx-facts.ts';
import { createFloats, createGraphBuilder, type GraphBuilder } from './graph-builder.ts';
import { createMessage, createTensorValueInfo, type OnnxModel, type Type } from './onnx-model.ts';
import { writeOnnx } from './write-onnx.ts';

const readTestFacts = (build: (builder: GraphBuilder) => void, change?: (model: OnnxModel) => void) => {
  const builder = createGraphBuilder('tested');
  build(builder);
  const model = builder.model(17);
  change?.(model);
  return readModelFacts(model, 1000);
};

test('counts activations beyond exact numbers as a large number, not as unknown', () => {
  const read = readTestFacts((builder) => {
    builder.node('Relu', [builder.input('x', 'float32', [1e9, 1e9, 1e9])], {}, 'y');
    builder.output('y', 'float32', [1e9, 1e9, 1e9]);
  });
  expect(read.peakActivationBytes).toBeGreaterThan(2 ** 50);
  expect(Number.isSafeInteger(read.peakActivationBytes)).toBe(true);
});

test('the facts of a small model match a manual calculation', () => {
  const read = readTestFacts((builder) => {
    const x = builder.input('x', 'float32', ['batch', 8]);
    const hidden = builder.node('Relu', [
      builder.node('MatMul', [x, builder.weights('w', [8, 4], new Float32Array(32))]),
    ]);
    builder.node('MatMul', [hidden, builder.weights('v', [4, 2], new Float32Array(8))], {}, 'y');
    builder.output('y', 'float32', ['batch', 2]);
  });
  expect(read).toMatchObject({
    format: 'onnx',
    formatVersion: '8',
    producer: 'assay',
    name: 'tested',
    parameters: 40,
    weightBytes: 160,
    weights: [{ dtype: 'float32', tensors: 2, parameters: 40, bytes: 160 }],
    inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 8] }],
    outputs: [{ name: 'y', dtype: 'float32', shape: ['batch', 2] }],
    operators: { MatMul: 2, Relu: 1 },
    opsets: { 'ai.onnx': 17 },
    unknownOperators: [],
    quantisation: { kind: 'none', bitsPerWeight: 32 },
    architecture: { family: 'perceptron' },
    flops: 2 * 8 * 4 + 4 + 2 * 4 * 2,
    flopsBasis: { code: 'per-run', ones: ['batch'] },
    peakActivationBytes: 48, // the input and the first product: 8 and 4 floats
  });
  expect(read.nodes[0]).toEqual({
    name: 'MatMul_0',
    operator: 'MatMul',
    flops: 64,
    weightBytes: 128,
    activationBytes: 48,
    outputShape: ['batch', 4],
    values: {
      inputs: [
        { name: 'x', dtype: 'float32' },
        { name: 'w', dtype: 'float32', isStored: true },
      ],
      outputs: [{ name: 'MatMul_0', dtype: 'float32' }],
    },
  });
});

test('reads the window, the input channels per group and the groups of a convolution', () => {
  const { nodes } = readTestFacts((builder) => {
    const filter = builder.weights('w', [8, 2, 3, 5], new Float32Array(8 * 2 * 15));
    builder.node('Conv', [builder.input('x', 'float32', [1, 4, 9, 9]), filter], { group: 2 });
  });
  // Each of 1 x 8 x 7 x 5 outputs sums over 2 x 3 x 5 products.
  expect(nodes).toMatchObject([
    { convolution: { kernel: [3, 5], channels: 2, groups: 2 }, outputShape: [1, 8, 7, 5], flops: 2 * 280 * 30 },
  ]);
});

const twoAxes = [4, 4];
test.each<[string, FactEvidence, (builder: GraphBuilder, x: string) => void, string?]>([
  ['unknown', { code: 'no-weights' }, (builder, x) => builder.node('Relu', [x])],
  [
    'dynamic-int8',
    { code: 'operators', kind: 'dynamic-quantisation', count: 2 },
    (builder, x) => builder.node('MatMulInteger', [builder.node('DynamicQuantizeLinear', [x]), x]),
  ],
  [
    'qdq',
    { code: 'operator', name: 'QuantizeLinear', count: 1 },
    (builder, x) => builder.node('DequantizeLinear', [builder.node('QuantizeLinear', [x, x]), x]),
  ],
  [
    'weights-only',
    { code: 'operator', name: 'DequantizeLinear', count: 1 },
    (builder, x) => builder.node('DequantizeLinear', [x, x]),
  ],
  [
    'qoperator',
    { code: 'operators', kind: 'qlinear', count: 1 },
    (builder, x) => builder.node('QLinearConv', [builder.node('QuantizeLinear', [x, x]), x]),
  ],
  [
    'int4-blocks',
    { code: 'operator', name: 'MatMulNBits', count: 1 },
    (builder, x) => builder.node('MatMulNBits', [x], { bits: 4, block_size: 32, K: 4, N: 4 }),
    'com.microsoft',
  ],
  [
    'float16',
    { code: 'most-weight-bytes', dtype: 'float16' },
    (builder) => builder.initializer('h', { dtype: 'float16', shape: twoAxes, data: new Uint16Array(16) }),
  ],
])('recognises %s quantisation, with evidence', (kind, evidence, build, domain = '') => {
  const { quantisation } = readTestFacts(
    (builder) => build(builder, builder.input('x', 'float32', twoAxes)),
    ({ graph }) => graph?.nodes.forEach((node) => (node.domain = domain)),
  );
  expect(quantisation.kind).toBe(kind);
  expect(quantisation.evidence).toContainEqual(evidence);
});

test('detects quantisation-aware training from Brevitas nodes', () => {
  const build = (builder: GraphBuilder) => builder.node('Quant', [builder.input('x', 'float32', [1])]);
  const brevitas = readTestFacts(build, ({ graph }) => graph?.nodes.forEach((node) => (node.domain = 'onnx.brevitas')));
  expect(brevitas.quantisation.quantisationAware).toBe(true);
  expect(brevitas.unknownOperators).toEqual(['onnx.brevitas::Quant']);
  expect(readTestFacts(build).quantisation.quantisationAware).toBeNull();
});

// Types created by functions such as `onnx.helper.make_sequence_type_proto`; type names as in the documentation of ONNX
// operators.
test('formats the full type of a value that is not a tensor', () => {
  const createType = (fields: Partial<Type>) => createMessage('Type', fields);
  const createTensorType = (elementType: number, sizes: readonly (number | string)[]) =>
    createType({ tensor: createTensorValueInfo('', elementType === 1 ? 'float32' : 'int64', sizes).type!.tensor });
  const sequence = createType({
    sequence: createMessage('SequenceType', { elementType: createTensorType(1, ['n', 3]) }),
  });
  const map = createType({ map: createMessage('MapType', { keyType: 7, valueType: createTensorType(1, []) }) });
  const types = {
    tensors: sequence,
    maybe: createType({ optional: createMessage('SequenceType', { elementType: sequence }) }),
    scores: createType({ sequence: createMessage('SequenceType', { elementType: map }) }),
    bare: createType({
      sequence: createMessage('SequenceType', {
        elementType: createType({ tensor: createMessage('TensorType', { elementType: 8 }) }),
      }),
    }),
    nothing: createType({}),
  };
  const { inputs } = readTestFacts(
    () => undefined,
    ({ graph }) =>
      void (graph!.inputs = Object.entries(types).map(([name, type]) => createMessage('ValueInfo', { name, type }))),
  );
  expect(inputs.map(({ dtype }) => dtype)).toEqual([
    'sequence(float32[n,3])',
    'optional(sequence(float32[n,3]))',
    'sequence(map(int64, float32[]))',
    'sequence(string)',
    'unknown',
  ]);
  expect(inputs.every(({ shape }) => shape === null)).toBe(true);
});

const addExternalWeights = (location: string) => (model: OnnxModel) => {
  const entries = [createMessage('StringPair', { key: 'location', value: location })];
  const tensor = { name: 'w', dims: [3, 5], dataType: 1, dataLocation: 1, externalData: entries };
  model.graph?.initializers.push(createMessage('TensorProto', tensor));
};

test('lists external weight files in the folder of the model, and rejects those elsewhere', () => {
  const read = readTestFacts(() => undefined, addExternalWeights('weights/w.bin'));
  expect(read).toMatchObject({
    parameters: 15,
    weightBytes: 60,
    externalFiles: [{ name: 'weights/w.bin', sizeBytes: null }],
  });
  const dotted = readTestFacts(() => undefined, addExternalWeights('./weights/w.bin'));
  expect(dotted.externalFiles).toEqual(read.externalFiles);
  for (const location of [
    '../w.bin',
    './../w.bin',
    './',
    './/w.bin',
    '/etc/passwd',
    'C:\\w.bin',
    'a/../../w.bin',
    'https://x/w',
  ])
    expect(() => readTestFacts(() => undefined, addExternalWeights(location))).toThrow(
      expect.objectContaining({ code: 'model-corrupt' }),
    );
});

test('rejects weights with more elements than a safe integer', () => {
  const huge = createMessage('TensorProto', { name: 'w', dims: [2 ** 40, 2 ** 40], dataType: 1 });
  const corrupt = expect.objectContaining({ code: 'model-corrupt' });
  expect(() =>
    readTestFacts(
      () => undefined,
      (model) => model.graph?.initializers.push(huge),
    ),
  ).toThrow(corrupt);
});

test('counts the nodes of a very large graph without inferring costs', () => {
  const read = readTestFacts((builder) => {
    for (let index = 0; index < 60_001; index++) builder.node('Relu', ['x']);
  });
  expect(read).toMatchObject({ operators: { Relu: 60_001 }, flops: null, nodes: [], peakActivationBytes: null });
  expect(read.flopsBasis).toEqual({ code: 'too-many-nodes', nodes: 60_001 });
});

test('distinguishes ONNX from other protobufs by the first fields', () => {
  const bytes = writeOnnx(createGraphBuilder('g').model(17));
  expect(onnx.matches(bytes, 'model.bin')).toBe(true);
  // A TensorFlow SavedModel: version, then a long message where ONNX has its producer's name.
  expect(onnx.matches(Uint8Array.of(8, 1, 0x12, 0x80, 0x20), 'saved_model.pb')).toBe(false);
  expect(onnx.matches(new TextEncoder().encode('version 1'), 'notes.txt')).toBe(false);
  expect(onnx.matches(new Uint8Array(8), 'broken.onnx')).toBe(true);
});

test.each([
  ['logits', 'pred_boxes', 'detector'],
  ['logits', 'pooled', 'vision-transformer'],
])('a transformer with outputs %s and %s belongs to the family %s', (first, second, family) => {
  // The graph that transformers exports for ViT and YOLOS: a convolution that computes the patches, then five attention
  // layers.
  const { architecture } = readTestFacts((builder) => {
    const pixels = builder.input('pixel_values', 'float32', ['batch_size', 'num_channels', 'height', 'width']);
    let x = builder.node('Conv', [pixels, builder.weights('w', [4, 3, 16, 16], new Float32Array(3072))], {
      strides: [16, 16],
    });
    for (let layer = 0; layer < 5; layer++) x = builder.node('Softmax', [x], { axis: -1 });
    builder.output(builder.node('Identity', [x], {}, first), 'float32', ['batch_size', 'num_queries', 92]);
    builder.output(builder.node('Identity', [x], {}, second), 'float32', ['batch_size', 'num_queries', 4]);
  });
  expect(architecture).toMatchObject({ family, layers: 5, heads: 4 });
});

test('recognises a model with KV cache inputs as a decoder', () => {
  const { architecture } = readTestFacts((builder) => {
    const ids = builder.input('input_ids', 'int64', ['batch', 'tokens']);
    const hidden = builder.node('Gather', [builder.weights('embedding', [50, 16], new Float32Array(800)), ids]);
    for (const name of ['past_key_values.0.key', 'past_key_values.0.value'])
      builder.node('Identity', [builder.input(name, 'float32', ['batch', 2, 'past', 8])]);
    builder.node('LeakyRelu', [hidden], { alpha: createFloats(0.1) }, 'logits');
    builder.output('logits', 'float32', ['batch', 'tokens', 16]);
  });
  expect(architecture).toMatchObject({
    family: 'decoder',
    layers: 1,
    keyValueHeads: 2,
    vocabulary: 50,
    embeddingLength: 16,
    cacheElementsPerToken: 32, // 2 heads of 8, keys and values
  });
});

/**
 * Parameters: counted over all initializers by the onnx package for Python. Operations: as their authors publish them
 * (MobileNetV2: 300 M multiply-adds, Sandler et al. 2018, table 4; YOLOX-nano 1.08 and NanoDet-m 416 1.2 GFLOPs and
 * YOLOv8n 8.7 GFLOPs: the tables of their repositories; MobileFaceNet: 221 M multiply-adds, Chen et al. 2018, the
 * 112 x 112 variant with 0.99 M parameters). They count convolutions alone, or round, so the tolerance is 10%.
 */
test.skipIf(!process.env.ASSAY_TEST_DATA).each([
  ['onnx-classify/mobilenetv2-12-int8.onnx', 3_524_064, 600e6, 'qoperator', 'conv-net'],
  ['onnx-detect/yolox_nano.onnx', 904_481, 1.08e9, 'none', 'detector'],
  ['onnx-detect/nanodet_m.onnx', 941_863, 1.2e9, 'none', 'detector'],
  ['onnx-detect/yolov8n_int8.onnx', 3_194_314, 8.7e9, 'dynamic-int8', 'detector'],
  ['onnx-face/mobilefacenet.onnx', null, 442e6, 'none', 'conv-net'],
  ['onnx-classify/SqueezeNet_fp16.onnx', 1_235_496, null, 'float16', 'conv-net'],
  ['onnx-segment/selfie_segmentation_landscape.onnx', null, null, 'none', 'segmenter'],
  ['onnx-text/tiny-random-bert.onnx', null, null, 'none', 'encoder'],
  ['onnx-text/gpt2-tiny-decoder.onnx', null, null, 'none', 'decoder'],
  ['onnx-audio/silero_vad.onnx', null, null, 'none', 'speech'],
])('the facts of %s agree with other tools (needs ASSAY_TEST_DATA)', async (file, parameters, flops, kind, family) => {
  const bytes = new Uint8Array(readFileSync(path.join(process.env.ASSAY_TEST_DATA ?? '', file)));
  const read = await onnx.readFacts(toByteSource(bytes), file);
  expect(read).toMatchObject({ sizeBytes: bytes.length, quantisation: { kind }, architecture: { family } });
  expect(read.unknownOperators).toEqual([]);
  if (parameters !== null) expect(read.parameters).toBe(parameters);
  if (flops !== null) expect(Math.abs((read.flops ?? 0) / flops - 1)).toBeLessThan(0.1);
});

test.skipIf(!process.env.ASSAY_TEST_DATA)(
  'reports unknown operations if the only costly node branches at run time (needs ASSAY_TEST_DATA)',
  async () => {
    const file = 'onnx-audio/silero_vad.onnx';
    const bytes = new Uint8Array(readFileSync(path.join(process.env.ASSAY_TEST_DATA ?? '', file)));
    expect(await onnx.readFacts(toByteSource(bytes), file)).toMatchObject({
      flops: null,
      flopsBasis: { code: 'nodes-unknown', operators: ['If'] },
    });
  },
);

test('reads a metadata list of 18,000 characters in full, and truncates a longer text', () => {
  const characters = Array.from({ length: 18_000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('\n');
  const { metadata } = readTestFacts(
    (builder) => builder.output(builder.input('x', 'float32', [1]), 'float32', [1]),
    (model) =>
      model.metadata.push(
        createMessage('StringPair', { key: 'character', value: characters }),
        createMessage('StringPair', { key: 'long', value: 'v'.repeat(300_000) }),
      ),
  );
  expect(metadata['character']).toBe(characters);
  expect(metadata['long']).toHaveLength(262_144);
});
