import { createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { computeRotaryTables } from './rotary.ts';
import { computeHalfWidth, createSeededValues } from './seeded.ts';
import type { Workload } from './workload.ts';

/** The shape of SmolLM2-135M, from its published config.json, with 8 of its 30 layers and a sixth of its vocabulary. */
const layers = 8;
const hidden = 576;
const heads = 9;
const cacheHeads = 3;
const headSize = 64;
const feedForward = 1536;
const rotaryBase = 100_000;
const epsilon = 1e-5;
const vocabulary = 8192;
const maxPositions = 1024;

/** A Llama decoder with the shape of SmolLM2: from one token and a KV cache to logits and the extended cache. */
export const decoder: Workload = {
  id: 'decoder',
  build() {
    const g = createGraphBuilder('smollm2-8-layers');
    const id = g.input('input_ids', 'int64', [1, 1]);
    const position = g.input('position_ids', 'int64', [1, 1]);
    for (let layer = 0; layer < layers; layer++) {
      for (const role of ['key', 'value']) g.input(namePast(layer, role), 'float32', [1, cacheHeads, 'past', headSize]);
    }
    addConstants(g);
    const embedding = createSeededValues('decoder.embedding', vocabulary * hidden, 0.1);
    g.weights('embedding', [vocabulary, hidden], embedding);
    const { cosines, sines } = computeRotaryTables(maxPositions, headSize, rotaryBase);
    const rotation = {
      cosine: g.node('Gather', [g.weights('cosines', [maxPositions, headSize], cosines), position]),
      sine: g.node('Gather', [g.weights('sines', [maxPositions, headSize], sines), position]),
    };
    let value = g.node('Gather', ['embedding', id]);
    for (let layer = 0; layer < layers; layer++) {
      value = g.node('Add', [value, addAttention(g, layer, addRmsNorm(g, `${layer}.attention.norm`, value), rotation)]);
      value = g.node('Add', [value, addPerceptron(g, layer, addRmsNorm(g, `${layer}.output.norm`, value))]);
    }
    const row = g.node('Reshape', [addRmsNorm(g, 'norm', value), 'row-shape']);
    const logits = g.node('Gemm', [row, 'embedding'], { transB: 1 });
    g.node('Reshape', [logits, 'logits-shape'], {}, 'logits');
    g.output('logits', 'float32', [1, 1, vocabulary]);
    for (let layer = 0; layer < layers; layer++) {
      for (const role of ['key', 'value'])
        g.output(namePresent(layer, role), 'float32', [1, cacheHeads, 'total', headSize]);
    }
    return writeOnnx(g.model(17));
  },
  cells: [
    // A cache of length zero: onnxruntime-web 1.30.0 accepts empty tensors on both wasm and WebGPU.
    { name: 'depth-0', createInputs: () => createInputs(0) },
    { name: 'depth-512', createInputs: () => createInputs(512) },
  ],
};

interface Rotation {
  readonly cosine: string;
  readonly sine: string;
}

const namePast = (layer: number, role: string): string => `past.${layer}.${role}`;
const namePresent = (layer: number, role: string): string => `present.${layer}.${role}`;

const createScalar = (value: number): Tensor => ({
  dtype: 'int64',
  shape: [1, 1],
  data: BigInt64Array.of(BigInt(value)),
});

function createInputs(depth: number): Tensors {
  const tensors: Record<string, Tensor> = { input_ids: createScalar(4242), position_ids: createScalar(depth) };
  const count = cacheHeads * depth * headSize;
  for (let layer = 0; layer < layers; layer++) {
    for (const role of ['key', 'value']) {
      const data = createSeededValues(`decoder.${namePast(layer, role)}`, count, 1.5);
      tensors[namePast(layer, role)] = { dtype: 'float32', shape: [1, cacheHeads, depth, headSize], data };
    }
  }
  return tensors;
}

function addConstants(g: GraphBuilder): void {
  g.weights('two', [], new Float32Array([2]));
  g.weights('epsilon', [], new Float32Array([epsilon]));
  g.weights('sqrt-head-size', [], new Float32Array([Math.sqrt(headSize)]));
  g.integers('query-shape', [1, heads, 1, headSize]);
  g.integers('cache-shape', [1, cacheHeads, 1, headSize]);
  g.integers('grouped-shape', [1, cacheHeads, heads / cacheHeads, headSize]);
  g.integers('joined-shape', [1, 1, hidden]);
  g.integers('row-shape', [1, hidden]);
  g.integers('logits-shape', [1, 1, vocabulary]);
  g.integers('start', [0]);
  g.integers('middle', [headSize / 2]);
  g.integers('end', [headSize]);
  g.integers('last-axis', [3]);
}

/**
 * Grouped-query attention. The token's three queries per cache head are the rows of one matrix, so keys and values
 * need not be repeated. No mask is needed, since the entire cache precedes the token.
 */
function addAttention(g: GraphBuilder, layer: number, input: string, rotation: Rotation): string {
  const name = `${layer}.attention`;
  const cacheSize = cacheHeads * headSize;
  const query = g.node('Reshape', [addLinear(g, `${name}.query`, input, hidden, hidden), 'query-shape']);
  const key = g.node('Reshape', [addLinear(g, `${name}.key`, input, hidden, cacheSize), 'cache-shape']);
  const value = g.node('Reshape', [addLinear(g, `${name}.value`, input, hidden, cacheSize), 'cache-shape']);
  const keys = g.node(
    'Concat',
    [namePast(layer, 'key'), rotateHalves(g, key, rotation)],
    { axis: 2 },
    namePresent(layer, 'key'),
  );
  const values = g.node('Concat', [namePast(layer, 'value'), value], { axis: 2 }, namePresent(layer, 'value'));
  const grouped = g.node('Reshape', [rotateHalves(g, query, rotation), 'grouped-shape']);
  const keysTransposed = g.node('Transpose', [keys], { perm: [0, 1, 3, 2] });
  const scores = g.node('Div', [g.node('MatMul', [grouped, keysTransposed]), 'sqrt-head-size']);
  const mixed = g.node('MatMul', [g.node('Softmax', [scores], { axis: -1 }), values]);
  return addLinear(g, `${name}.output`, g.node('Reshape', [mixed, 'joined-shape']), hidden, hidden, 1 / layers);
}

/** x cos + (-second half, first half) sin. */
function rotateHalves(g: GraphBuilder, input: string, { cosine, sine }: Rotation): string {
  const first = g.node('Slice', [input, 'start', 'middle', 'last-axis']);
  const second = g.node('Slice', [input, 'middle', 'end', 'last-axis']);
  const halvesSwapped = g.node('Concat', [g.node('Neg', [second]), first], { axis: 3 });
  return g.node('Add', [g.node('Mul', [input, cosine]), g.node('Mul', [halvesSwapped, sine])]);
}

/** SwiGLU: silu(gate) times up, then down. */
function addPerceptron(g: GraphBuilder, layer: number, input: string): string {
  const gate = addLinear(g, `${layer}.gate`, input, hidden, feedForward);
  const up = addLinear(g, `${layer}.up`, input, hidden, feedForward);
  const silu = g.node('Mul', [gate, g.node('Sigmoid', [gate])]);
  return addLinear(g, `${layer}.down`, g.node('Mul', [silu, up]), feedForward, hidden, 3 / layers);
}

/** Adds a decomposed RMS normalisation, as in exports before opset 23; engines fuse it. */
function addRmsNorm(g: GraphBuilder, name: string, input: string): string {
  const meanSquare = g.node('ReduceMean', [g.node('Pow', [input, 'two'])], { axes: [-1], keepdims: 1 });
  const root = g.node('Sqrt', [g.node('Add', [meanSquare, 'epsilon'])]);
  const scale = g.weights(`${name}.scale`, [hidden], createSeededValues(`decoder.${name}.scale`, hidden, 0.2, 1));
  return g.node('Mul', [scale, g.node('Div', [input, root])]);
}

function addLinear(g: GraphBuilder, name: string, input: string, from: number, to: number, gain = 1): string {
  const weights = createSeededValues(`decoder.${name}`, from * to, computeHalfWidth(from, gain));
  return g.node('MatMul', [input, g.weights(`${name}.weight`, [from, to], weights)]);
}
