import { expect, test } from 'vitest';
import type { FormatFault } from '#core/errors/format-fault.ts';
import { toByteSource } from '../byte-source.ts';
import { writeFlatBuffer, type Fields } from '../tiny/flat-buffer.fixture.ts';
import { createTinyConvNet } from '../tiny/models.fixture.ts';
import { tflite } from './index.ts';

const readModel = (bytes: Uint8Array<ArrayBuffer>) => tflite.readFacts(toByteSource(bytes), 'x.tflite');
const createModel = (subgraph: Fields, more: Fields = {}) =>
  writeFlatBuffer('TFL3', { 0: { number: 3 }, 2: { tables: [subgraph] }, ...more });

test('the graph, weights and costs of a TFLite file match a manual calculation', async () => {
  const facts = await readModel(createTinyConvNet().bytes);
  expect(facts).toMatchObject({
    formatVersion: '3',
    producer: 'by hand',
    parameters: 144 + 8,
    weightBytes: 144 + 32,
    inputs: [{ name: 'image', dtype: 'int8', shape: [1, 4, 4, 2] }],
    outputs: [{ name: 'answer', dtype: 'float32', shape: [1, 8] }],
    operators: { CONV_2D: 1, SOFTMAX: 1, 'custom::Mystery': 1 },
    unknownOperators: ['custom::Mystery'],
    quantisation: { kind: 'full-integer', name: 'int8', quantisationAware: null },
    architecture: { family: 'conv-net', evidence: [{ code: 'operators', kind: 'convolution', count: 1 }] },
    // 4 x 4 x 8 outputs of 3 x 3 x 2 multiply-adds, and five steps for each of 128 probabilities.
    flops: 2 * 128 * 18 + 5 * 128,
    // The softmax reads 128 bytes and writes 128.
    peakActivationBytes: 256,
    metadata: { min_runtime_version: '1.14.0' },
  });
  expect(facts.nodes).toMatchObject([
    { operator: 'CONV_2D', flops: 4608, weightBytes: 176, activationBytes: 32 + 128, outputShape: [1, 4, 4, 8] },
    { operator: 'SOFTMAX', flops: 640, weightBytes: 0 },
    { operator: 'custom::Mystery', flops: null },
  ]);
});

test('fetches the pages with tables, but not the weights between them', async () => {
  const megabyte = 1 << 20;
  const bytes = createModel(
    { 0: { tables: [{ 0: { numbers: [megabyte * 4] }, 1: { number: 9 }, 2: { number: 1 }, 3: { text: 'w' } }] } },
    { 4: { tables: [{}, { 0: { bytes: new Uint8Array(4 * megabyte) } }] } },
  );
  let fetched = 0;
  const facts = await tflite.readFacts(
    {
      size: bytes.length,
      slice(start = 0, end = bytes.length) {
        fetched += end - start;
        return toByteSource(bytes.subarray(start, end));
      },
      arrayBuffer: () => Promise.reject(new Error('the whole file was requested')),
    },
    'x.tflite',
  );
  expect(facts.weightBytes).toBe(4 * megabyte);
  expect(fetched).toBe(131_072);
});

test('finds no weights in an empty buffer, but those in a buffer outside the FlatBuffer', async () => {
  const createTensor = (buffer: number): Fields => ({
    0: { numbers: [1024] },
    1: { number: 9 },
    2: { number: buffer },
    3: { text: `t${buffer}` },
  });
  const tensors = [1, 2, 3].map(createTensor);
  const buffers: Fields[] = [
    {},
    {},
    { 0: { bytes: new Uint8Array(1024) } },
    { 1: { number: 4096 }, 2: { number: 1024 } },
  ];
  const facts = await readModel(createModel({ 0: { tables: tensors } }, { 4: { tables: buffers } }));
  expect(facts.weights).toEqual([{ dtype: 'int8', tensors: 2, parameters: 2048, bytes: 2048 }]);
});

test.each([
  ['a missing tensor', { 1: { numbers: [3] } }, { reason: 'tensor-index-invalid', index: 3, count: 0 }],
  [
    'an undeclared operator code',
    { 3: { tables: [{ 0: { number: 5 } }] } },
    { reason: 'operator-code-invalid', index: 5 },
  ],
  [
    'excessive sizes',
    {
      0: { tables: [{ 0: { numbers: [0x7fffffff, 0x7fffffff] }, 2: { number: 1 }, 3: { text: '' } }] },
    },
    { reason: 'tensor-too-large', shape: '2147483647,2147483647' },
  ],
] satisfies [string, Fields, FormatFault][])('rejects a file with %s, with the reason', async (_, subgraph, facts) => {
  await expect(readModel(createModel(subgraph))).rejects.toMatchObject({
    code: 'model-corrupt',
    facts,
  });
});

test('rejects tables that are shared so often that parsing would not end', async () => {
  const tensor: Fields = { 0: { numbers: [1] }, 3: { text: 'x' } };
  const bytes = writeFlatBuffer('TFL3', { 2: { shared: { 0: { shared: tensor, times: 2000 } }, times: 2000 } });
  expect(bytes.length).toBeLessThan(20_000);
  await expect(readModel(bytes)).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'tables-without-end' },
  });
});
