import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TraceEvent } from '#core/engine/engine-trace.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { restoreNodeNames } from './original-names.ts';
import { analyseProfile } from './analyse-profile.ts';
import { parseOrtTrace } from './ort-trace.ts';

const unknown = { gflops: null, bytesPerS: null };

// One run of the bundled digits model, recorded by native onnxruntime 1.30.0 on an x86-64 CPU with AVX-512.
test('the convolutions of a native profile have the operations of the nodes that they replace', async () => {
  const text = readFileSync(join(import.meta.dirname, 'reference-values/digits-native.json'), 'utf8');
  const model = readFileSync(join(import.meta.dirname, '../../models/digits/model.onnx'));
  const { nodes } = await readFacts(toByteSource(model), 'model.onnx', new Map(), () => ({ n: 1 }));
  const recorded = { engine: 'ort', device: null, threads: 1, plainRunsMs: [], profiledRunsMs: [] } as const;
  const events = restoreNodeNames(parseOrtTrace(text), nodes);
  const report = analyseProfile(
    { ...recorded, events, opening: null, nodes, heapBytes: null },
    { cpu: unknown, gpu: unknown },
  );
  const convolutions = report.nodes.filter(({ operator }) => operator === 'Conv');
  // Computed by hand: twice the filter's 9 weights for each pair of channels and each pixel.
  expect(Object.fromEntries(convolutions.map(({ name, flops }) => [name, flops]))).toEqual({
    Conv_0: 2 * 9 * 1 * 16 * 28 ** 2,
    Conv_2: 2 * 9 * 16 * 16 * 28 ** 2,
    Conv_5: 2 * 9 * 16 * 32 * 14 ** 2,
    Conv_7: 2 * 9 * 32 * 32 * 14 ** 2,
  });
});

const createEvent = (name: string, operator: string): TraceEvent => ({
  kind: 'node',
  name,
  operator,
  provider: 'CPUExecutionProvider',
  startUs: 0,
  durationUs: 1,
  thread: 1,
});

/** Creates a stem, a residual block, a pooling and the sum of two convolutions, each with a ReLU. */
async function createResidualNodes() {
  const graph = createGraphBuilder('residual');
  const conv = (name: string, input: string) => {
    const weights = graph.weights(`${name}.weight`, [16, 16, 3, 3], new Float32Array(16 * 16 * 9));
    return graph.node('Conv', [input, weights], { pads: [1, 1, 1, 1] }, name);
  };
  const stem = graph.node('Relu', [conv('stem', graph.input('x', 'float32', [1, 16, 8, 8]))], {}, 'stem.relu');
  const block = graph.node('Relu', [graph.node('Add', [stem, conv('block', stem)], {}, 'block.add')], {}, 'block.relu');
  const pooled = graph.node('MaxPool', [block], { kernel_shape: [2, 2], strides: [2, 2] }, 'pool');
  const sum = graph.node('Add', [conv('left', pooled), conv('right', pooled)], {}, 'sum');
  graph.output(graph.node('Relu', [sum], {}, 'y'), 'float32', [1, 16, 4, 4]);
  return (await readFacts(toByteSource(writeOnnx(graph.model(17))), 'residual.onnx')).nodes;
}

test('nodes of the blocked layout get the names of the replaced nodes, also with fused additions', async () => {
  // The nodes that native onnxruntime 1.30.0 recorded for this graph.
  const recorded = [
    ['ReorderInput', 'ReorderInput'],
    ['stem.relu_nchwc', 'Conv'],
    ['block_nchwc', 'Conv'],
    ['pool_nchwc', 'MaxPool'],
    ['right_nchwc', 'Conv'],
    ['left_nchwc', 'Conv'],
    ['ReorderOutput', 'ReorderOutput'],
  ] as const;
  const events = restoreNodeNames(
    recorded.map(([name, operator]) => createEvent(name, operator)),
    await createResidualNodes(),
  );
  const names = events.map(({ name }) => name);
  expect(names).toEqual(['ReorderInput', 'stem', 'block', 'pool', 'right', 'left', 'ReorderOutput']);
});

test("a node that became another operator keeps its name instead of an earlier node's", async () => {
  const graph = createGraphBuilder('norm');
  const input = graph.input('x', 'float32', [1, 16, 8, 8]);
  const conv = graph.node('Conv', [input, graph.weights('w', [16, 16, 1, 1], new Float32Array(256))], {}, 'conv');
  const relu = graph.node('Relu', [conv], {}, 'relu');
  const weights = ['scale', 'bias', 'mean', 'var'].map((name) => graph.weights(name, [16], new Float32Array(16)));
  graph.output(graph.node('BatchNormalization', [relu, ...weights], {}, 'norm'), 'float32', [1, 16, 8, 8]);
  const { nodes } = await readFacts(toByteSource(writeOnnx(graph.model(17))), 'norm.onnx');
  const events = [
    createEvent('relu_nchwc', 'Conv'),
    createEvent('norm_nchwc_token_3', 'Conv'),
    createEvent('lost_nchwc', 'Conv'),
  ];
  expect(restoreNodeNames(events, nodes).map(({ name }) => name)).toEqual(['conv', 'norm', 'lost_nchwc']);
});
