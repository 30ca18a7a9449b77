import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { ByteSource } from '#core/model/model.ts';
import { toByteSource } from '../byte-source.ts';
import { createGraphBuilder } from './graph-builder.ts';
import { readOnnxHeader } from './read-onnx-header.ts';
import type { OnnxModel } from './onnx-model.ts';
import { readOnnx } from './read-onnx.ts';
import { listGraphs } from './stored-tensors.ts';
import { writeOnnx } from './write-onnx.ts';

/** Removes every list of values, so a whole model can be compared with its header. */
function removeValues(model: OnnxModel): OnnxModel {
  const bodies = model.functions.flatMap(({ nodes }) => nodes);
  const graphs = model.graph ? listGraphs(model.graph) : [];
  const nodes = [...graphs.flatMap((graph) => graph.nodes), ...bodies];
  const attributes = nodes.flatMap((node) => node.attributes);
  const constants = attributes.flatMap(({ tensor, tensors }) => tensors.concat(tensor ?? []));
  const sparse = graphs
    .flatMap((graph) => graph.sparseInitializers)
    .flatMap(({ values, indices }) => [values, indices]);
  for (const tensor of [...graphs.flatMap((graph) => graph.initializers), ...constants, ...sparse]) {
    if (!tensor) continue;
    tensor.stringData = [];
    for (const field of ['rawData', 'floatData', 'doubleData', 'int32Data', 'int64Data', 'uint64Data'] as const)
      tensor[field] = undefined;
  }
  return model;
}

/** Wraps a source, and counts its reads. */
function countReads(source: ByteSource): { source: ByteSource; reads: { bytes: number; maxBytes: number } } {
  const reads = { bytes: 0, maxBytes: 0 };
  const wrap = (inner: ByteSource): ByteSource => ({
    size: inner.size,
    slice: (start, end) => wrap(inner.slice(start, end)),
    arrayBuffer: () => {
      reads.bytes += inner.size;
      reads.maxBytes = Math.max(reads.maxBytes, inner.size);
      return inner.arrayBuffer();
    },
  });
  return { source: wrap(source), reads };
}

test('reads the complete model except large values', async () => {
  const builder = createGraphBuilder('g');
  const x = builder.input('x', 'float32', ['n', 1000]);
  const product = builder.node('MatMul', [x, builder.weights('w', [1000, 400], new Float32Array(400_000).fill(1))]);
  builder.node('Reshape', [product, builder.integers('shape', [-1, 20, 20])], {}, 'y');
  builder.output('y', 'float32', ['n', 20, 20]);
  const bytes = writeOnnx(builder.model(17));
  const { source, reads } = countReads(toByteSource(bytes));
  const header = await readOnnxHeader(source);
  expect(header.graph?.initializers[0]).toMatchObject({ name: 'w', dims: [1000, 400], rawData: { size: 1_600_000 } });
  expect(header.graph?.initializers[1]?.rawData).toHaveLength(24);
  expect(removeValues(header)).toEqual(removeValues(readOnnx(bytes)));
  expect(reads.bytes).toBeLessThan(40_000);
});

test('reads the same header of every trained model as from the complete file', async ({ skip }) => {
  const testData = process.env.ASSAY_TEST_DATA;
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const files = readdirSync(testData, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  expect(files.length).toBeGreaterThanOrEqual(20);
  for (const file of files) {
    const bytes = new Uint8Array(readFileSync(path.join(testData, file)));
    const [header, whole] = [await readOnnxHeader(toByteSource(bytes)), readOnnx(bytes)];
    expect(isDeepStrictEqual(removeValues(header), removeValues(whole)), file).toBe(true);
  }
});

const encodeVarint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...encodeVarint(Math.floor(value / 128))];

/** A file of `count` float tensors of `bytes` each, zeros that are generated when they are read. */
function createSparseModel(count: number, bytes: number): ByteSource {
  const heads = Array.from({ length: count }, (_, index) => {
    const name = [...new TextEncoder().encode(`layers.${index}.weight`)];
    const fields = [
      0x08,
      ...encodeVarint(bytes / 4),
      0x10,
      1,
      0x42,
      name.length,
      ...name,
      0x4a,
      ...encodeVarint(bytes),
    ];
    return [0x2a, ...encodeVarint(fields.length + bytes), ...fields];
  });
  const graphBytes = heads.reduce((sum, head) => sum + head.length + bytes, 0);
  const start = [0x08, 8, 0x3a, ...encodeVarint(graphBytes)];
  const places: { at: number; bytes: Uint8Array }[] = [{ at: 0, bytes: Uint8Array.from(start) }];
  let offset = start.length;
  for (const head of heads) {
    places.push({ at: offset, bytes: Uint8Array.from(head) });
    offset += head.length + bytes;
  }
  const createSlice = (from: number, to: number): ByteSource => ({
    size: to - from,
    slice: (start = 0, end = to - from) => createSlice(from + start, Math.min(to, from + end)),
    arrayBuffer: () => {
      const made = new Uint8Array(to - from);
      const near = places.filter(({ at, bytes }) => at < to && at + bytes.length > from);
      for (const { at, bytes } of near) {
        const cut = bytes.subarray(Math.max(0, from - at), to - at);
        made.set(cut, Math.max(0, at - from));
      }
      return Promise.resolve(made.buffer);
    },
  });
  return createSlice(0, offset);
}

// Requirements: less than 1 MB is read in addition to the graph, and the header of a 2 GB file takes less than 64 MB of
// memory.
test.each([
  ['400 MB in 300 tensors', 300, 1_400_000],
  ['2 GB in 200 tensors', 200, 10_000_000],
  ['20 MB in 5,000 small tensors', 5_000, 4_000],
])('fetches little more than the graph from a file of %s', async (_, count, bytes) => {
  const { source, reads } = countReads(createSparseModel(count, bytes));
  const { graph } = await readOnnxHeader(source);
  expect(graph?.initializers).toHaveLength(count);
  expect(graph?.initializers.at(-1)).toMatchObject({ name: `layers.${count - 1}.weight`, dims: [bytes / 4] });
  const graphBytes = count * 40;
  expect(reads.bytes - graphBytes).toBeLessThan(count < 1000 ? 1_000_000 : 6_000_000);
  expect(reads.maxBytes).toBeLessThanOrEqual(1024 * 1024);
});

test('reads or rejects a file truncated at any byte like one in memory', async () => {
  const builder = createGraphBuilder('cut');
  builder.weights('w', [1000], new Float32Array(1000));
  builder.node('Relu', [builder.input('x', 'float32', [1])], {}, 'y');
  const bytes = writeOnnx(builder.model(17));
  const rejection = expect.objectContaining({ code: 'model-corrupt' });
  let rejected = 0;
  for (let length = 0; length <= bytes.length; length++) {
    const cut = bytes.slice(0, length);
    const whole = Promise.resolve(cut).then(readOnnx).then(removeValues);
    const [header, expected] = await Promise.allSettled([readOnnxHeader(toByteSource(cut)).then(removeValues), whole]);
    if (expected.status === 'fulfilled') expect(header).toEqual(expected);
    else expect(header).toEqual({ status: 'rejected', reason: rejection });
    rejected += Number(expected.status === 'rejected');
  }
  expect(rejected).toBeGreaterThan(4000);
});
