import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { toByteSource } from '../byte-source.ts';
import { readParts, sumPartSizes } from '../file-parts.ts';
import { createGraphBuilder } from './graph-builder.ts';
import { attributeTypes, dataTypeNumbers, createMessage, type OnnxModel, type TensorProto } from './onnx-model.ts';
import { openExternalSlice, moveToExternalData, referenceExternalData } from './external-data.ts';
import { openOnnx } from './read-onnx-header.ts';
import { readOnnx } from './read-onnx.ts';
import { encodeOnnx, writeOnnx } from './write-onnx.ts';

/** Inlines external data as the format defines it: replaces each reference with the bytes that it names. */
function inlineExternalData(split: Uint8Array, file: Uint8Array): { model: OnnxModel; externalTensors: number } {
  const model = readOnnx(split);
  let externalTensors = 0;
  for (const createTensor of model.graph?.initializers ?? []) {
    if (createTensor.dataLocation === 0) createTensor.dataLocation = undefined;
    if (createTensor.dataLocation !== 1) continue;
    const { location, offset, length } = Object.fromEntries(
      createTensor.externalData.map(({ key, value }) => [key, value]),
    );
    expect(location).toBe('weights');
    createTensor.rawData = file.slice(Number(offset), Number(offset) + Number(length));
    createTensor.externalData = [];
    createTensor.dataLocation = undefined;
    externalTensors++;
  }
  return { model, externalTensors };
}

/** Returns the graph of a file, with references to the file instead of its large raw initializers. */
async function splitWeights(source: ByteSource, maxValues?: number): Promise<Uint8Array> {
  return readParts(encodeOnnx(referenceExternalData(await openOnnx(source, maxValues), source, 'weights')));
}

/** Some exporters write the default data location explicitly. */
function dropDefaultLocation(model: OnnxModel): OnnxModel {
  for (const tensor of model.graph?.initializers ?? []) if (tensor.dataLocation === 0) tensor.dataLocation = undefined;
  return model;
}

async function expectSplit(bytes: Uint8Array<ArrayBuffer>, maxValues?: number): Promise<number> {
  const split = await splitWeights(toByteSource(bytes), maxValues);
  const { model, externalTensors } = inlineExternalData(split, bytes);
  expect(isDeepStrictEqual(model, dropDefaultLocation(readOnnx(bytes)))).toBe(true);
  return externalTensors;
}

const types = ['float32', 'float64', 'float16', 'int8', 'uint8', 'int16', 'int32', 'int64', 'bool', 'bfloat16', 'int4'];

/** 4,096 raw bytes of every type, the same values in typed fields, and all other fields with values. */
function buildModelWithEveryField(): OnnxModel {
  const builder = createGraphBuilder('g');
  builder.node('Identity', [builder.input('x', 'float32', ['n'])], {}, 'y');
  builder.output('y', 'float32', ['n']);
  const model = builder.model(17);
  const graph = model.graph!;
  const rawData = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 251);
  const createTensor = (fields: Partial<TensorProto>) => createMessage('TensorProto', { dims: [1024], ...fields });
  for (const type of types) {
    const dataType = dataTypeNumbers[type as keyof typeof dataTypeNumbers];
    graph.initializers.push(createTensor({ name: type, dataType, rawData, docString: 'kept' }));
  }
  graph.initializers.push(
    createTensor({ name: 'typed', dataType: 1, floatData: new Float32Array(1024).fill(0.5) }),
    createTensor({
      name: 'words',
      dataType: 8,
      dims: [300],
      stringData: Array.from({ length: 300 }, () => rawData.slice(0, 9)),
    }),
    createTensor({ name: 'empty', dataType: 1, dims: [0], rawData: new Uint8Array(0) }),
    createTensor({ name: 'few', dataType: 7, dims: [1], rawData: rawData.slice(0, 8) }),
    createTensor({ name: 'odd', dataType: 1, rawData, unknown: new Uint8Array([0xfa, 0x7f, 1, 5]) }),
  );
  graph.sparseInitializers.push(
    createMessage('SparseTensor', { values: createTensor({ name: 'sparse', dataType: 1, rawData }) }),
  );
  const inner = createMessage('Graph', {
    name: 'inner',
    initializers: [createTensor({ name: 'nested', dataType: 1, rawData })],
  });
  graph.nodes[0]!.attributes.push(
    createMessage('Attribute', { name: 'body', type: attributeTypes.graph, graph: inner }),
    createMessage('Attribute', {
      name: 'value',
      type: attributeTypes.tensor,
      tensor: createTensor({ dataType: 1, rawData }),
    }),
  );
  model.modelVersion = -1n;
  model.metadata.push(createMessage('StringPair', { key: 'k', value: 'v'.repeat(300) }));
  return model;
}

test('splits a graph: large raw initializers are referenced, the rest is unchanged', async () => {
  const bytes = writeOnnx(buildModelWithEveryField());
  expect(await expectSplit(bytes, 1024)).toBe(types.length + 1);
  expect(await expectSplit(bytes, 8192)).toBe(0);
  const untouched = await splitWeights(toByteSource(bytes), 8192);
  expect(Buffer.from(untouched).equals(bytes)).toBe(true);
});

test('reads little more than the graph to split a model', async () => {
  const builder = createGraphBuilder('large');
  let value = builder.input('x', 'float32', [1, 1024]);
  for (let layer = 0; layer < 4; layer++)
    value = builder.node('MatMul', [
      value,
      builder.weights(`w${layer}`, [1024, 1024], new Float32Array(1024 * 1024).fill(layer)),
    ]);
  builder.output(value, 'float32', [1, 1024]);
  const bytes = writeOnnx(builder.model(17));
  let readBytes = 0;
  const countReads = (source: ByteSource): ByteSource => ({
    size: source.size,
    slice: (start, end) => countReads(source.slice(start, end)),
    arrayBuffer: () => {
      readBytes += source.size;
      return source.arrayBuffer();
    },
  });
  const split = await splitWeights(countReads(toByteSource(bytes)));
  expect(split.length).toBeLessThan(1000);
  expect(readBytes).toBeLessThan(bytes.length / 40);
  expect(isDeepStrictEqual(inlineExternalData(split, bytes), { model: readOnnx(bytes), externalTensors: 4 })).toBe(
    true,
  );
});

test('rejects a truncated or corrupt file with the offset of the fault, without hanging', async () => {
  const bytes = writeOnnx(buildModelWithEveryField());
  await expect(splitWeights(toByteSource(bytes.subarray(0, bytes.length - 100)), 1024)).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { format: 'onnx', offset: expect.any(Number) },
  });
  let rejected = 0;
  for (let index = 0; index < bytes.length; index += 61) {
    const damaged = bytes.slice();
    damaged[index] = ~damaged[index]! & 0xff;
    await splitWeights(toByteSource(damaged), 1024).catch((thrown: unknown) => {
      if (!(thrown instanceof AppError && thrown.code === 'model-corrupt')) throw thrown;
      rejected++;
    });
  }
  expect(rejected).toBeGreaterThan(10);
});

test('splits every trained model and restores its weights', async ({ skip }) => {
  const testData = process.env['ASSAY_TEST_DATA'];
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const files = readdirSync(testData, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  expect(files.length).toBeGreaterThanOrEqual(20);
  let externalTensors = 0;
  for (const file of files)
    externalTensors += await expectSplit(new Uint8Array(readFileSync(path.join(testData, file))), 256);
  expect(externalTensors).toBeGreaterThan(1000);
});

test('aligns external data above 1 MiB to 64 KiB, and does not align smaller data', async () => {
  const builder = createGraphBuilder('g');
  const add = (name: string, floats: number) => builder.weights(name, [floats], new Float32Array(floats).fill(floats));
  const names = [add('few', 10), add('small', 1000), add('large', 300_000), add('next', 300_000), add('last', 256)];
  for (const name of names) builder.output(builder.node('Neg', [name]), 'float32', ['n']);
  const model = builder.model(17);
  const { model: split, data } = moveToExternalData(model, 'g.onnx.data');
  const places = split.graph!.initializers.map(({ externalData }) => externalData.map(({ value }) => value));
  expect(places).toEqual([
    [],
    ['g.onnx.data', '0', '4000'],
    ['g.onnx.data', '65536', '1200000'],
    ['g.onnx.data', `${Math.ceil(1_265_536 / 65_536) * 65_536}`, '1200000'],
    ['g.onnx.data', `${Math.ceil(1_265_536 / 65_536) * 65_536 + 1_200_000}`, '1024'],
  ]);
  const file = await readParts(data);
  expect(file).toHaveLength(sumPartSizes(data));
  const values = new Float32Array(file.buffer, 65_536, 300_000);
  expect([values[0], values.at(-1)]).toEqual([300_000, 300_000]);
  expect(model.graph!.initializers.every(({ rawData }) => rawData instanceof Uint8Array)).toBe(true);
});

// ONNX's ExternalData.md: offset and length are numbers of bytes, stored as decimal integers.
test.each([
  ['offset', '-5', { reason: 'number-out-of-range', value: '-5' }],
  ['offset', '0.5', { reason: 'number-out-of-range', value: '0.5' }],
  ['offset', '', { reason: 'number-out-of-range', value: '' }],
  ['length', '-1', { reason: 'number-out-of-range', value: '-1' }],
  ['length', '1e3', { reason: 'number-out-of-range', value: '1e3' }],
  ['offset', '9007199254740993', { reason: 'number-out-of-range', value: '9007199254740993' }],
  ['offset', '91', { reason: 'weights-cut-off', sizeBytes: 100, expectedBytes: 101 }],
])('rejects external data with the %s "%s"', (key, value, facts) => {
  const entries = { location: 'weights', offset: '0', length: '10', [key]: value };
  const externalData = Object.entries(entries).map(([name, text]) =>
    createMessage('StringPair', { key: name, value: text }),
  );
  const tensor = createMessage('TensorProto', { name: 'w', dataType: 2, dims: [10], dataLocation: 1, externalData });
  expect(() => openExternalSlice(tensor, () => toByteSource(new Uint8Array(100)))).toThrow(
    expect.objectContaining({ code: 'model-corrupt', facts: expect.objectContaining(facts) }),
  );
});

test('reads external data without a length to the end of its file', () => {
  const externalData = Object.entries({ location: 'weights', offset: '90' }).map(([key, value]) =>
    createMessage('StringPair', { key, value }),
  );
  const tensor = createMessage('TensorProto', { name: 'w', dataType: 2, dims: [10], dataLocation: 1, externalData });
  expect(openExternalSlice(tensor, () => toByteSource(new Uint8Array(100)))).toMatchObject({ start: 90, size: 10 });
});

test('streams every trained model byte for byte, with its weights from external data', async ({ skip }) => {
  const testData = process.env['ASSAY_TEST_DATA'];
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const files = readdirSync(testData, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  let streamedTensors = 0;
  for (const file of files) {
    const bytes = new Uint8Array(readFileSync(path.join(testData, file)));
    const model = await openOnnx(toByteSource(bytes), 1024);
    streamedTensors += model.graph!.initializers.filter(
      ({ rawData }) => rawData && !(rawData instanceof Uint8Array),
    ).length;
    const streamed = await readParts(encodeOnnx(model));
    expect(isDeepStrictEqual(streamed, bytes), file).toBe(true);
    const split = moveToExternalData(model, 'weights');
    const { model: together } = inlineExternalData(
      await readParts(encodeOnnx(split.model)),
      await readParts(split.data),
    );
    expect(isDeepStrictEqual(together, dropDefaultLocation(readOnnx(bytes))), file).toBe(true);
  }
  expect(streamedTensors).toBeGreaterThan(1000);
});
