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
    const builder = createGraphBuilder('smollm2-8-layers');
    const id = builder.input('input_ids', 'int64', [1, 1]);
    const position = builder.input('position_ids', 'int64', [1, 1]);
    for (let layer = 0; layer < layers; layer++) {
      for (const role of ['key', 'value'])
        builder.input(namePast(layer, role), 'float32', [1, cacheHeads, 'past', headSize]);
    }
    addConstants(builder);
    const embedding = createSeededValues('decoder.embedding', vocabulary * hidden, 0.1);
    builder.weights('embedding', [vocabulary, hidden], embedding);
    const { cosines, sines } = computeRotaryTables(maxPositions, headSize, rotaryBase);
    const rotation = {
      cosine: builder.node('Gather', [builder.weights('cosines', [maxPositions, headSize], cosines), position]),
      sine: builder.node('Gather', [builder.weights('sines', [maxPositions, headSize], sines), position]),
    };
    let value = builder.node('Gather', ['embedding', id]);
    for (let layer = 0; layer < layers; layer++) {
      value = builder.node('Add', [
        value,
        addAttention(builder, layer, addRmsNorm(builder, `${layer}.attention.norm`, value), rotation),
      ]);
      value = builder.node('Add', [
        value,
        addPerceptron(builder, layer, addRmsNorm(builder, `${layer}.output.norm`, value)),
      ]);
    }
    const row = builder.node('Reshape', [addRmsNorm(builder, 'norm', value), 'row-shape']);
    const logits = builder.node('Gemm', [row, 'embedding'], { transB: 1 });
    builder.node('Reshape', [logits, 'logits-shape'], {}, 'logits');
    builder.output('logits', 'float32', [1, 1, vocabulary]);
    for (let layer = 0; layer < layers; layer++) {
      for (const role of ['key', 'value'])
        builder.output(namePresent(layer, role), 'float32', [1, cacheHeads, 'total', headSize]);
    }
    return writeOnnx(builder.model(17));
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

function addConstants(builder: GraphBuilder): void {
  builder.weights('two', [], new Float32Array([2]));
  builder.weights('epsilon', [], new Float32Array([epsilon]));
  builder.weights('sqrt-head-size', [], new Float32Array([Math.sqrt(headSize)]));
  builder.integers('query-shape', [1, heads, 1, headSize]);
  builder.integers('cache-shape', [1, cacheHeads, 1, headSize]);
  builder.integers('grouped-shape', [1, cacheHeads, heads / cacheHeads, headSize]);
  builder.integers('joined-shape', [1, 1, hidden]);
  builder.integers('row-shape', [1, hidden]);
  builder.integers('logits-shape', [1, 1, vocabulary]);
  builder.integers('start', [0]);
  builder.integers('middle', [headSize / 2]);
  builder.integers('end', [headSize]);
  builder.integers('last-axis', [3]);
}

/**
 * Grouped-query attention. The token's three queries per cache head are the rows of one matrix, so keys and values
 * need not be repeated. No mask is needed, since the entire cache precedes the token.
 */
function addAttention(builder: GraphBuilder, layer: number, input: string, rotation: Rotation): string {
  const name = `${layer}.attention`;
  const cacheSize = cacheHeads * headSize;
  const query = builder.node('Reshape', [addLinear(builder, `${name}.query`, input, hidden, hidden), 'query-shape']);
  const key = builder.node('Reshape', [addLinear(builder, `${name}.key`, input, hidden, cacheSize), 'cache-shape']);
  const value = builder.node('Reshape', [addLinear(builder, `${name}.value`, input, hidden, cacheSize), 'cache-shape']);
  const keys = builder.node(
    'Concat',
    [namePast(layer, 'key'), rotateHalves(builder, key, rotation)],
    { axis: 2 },
    namePresent(layer, 'key'),
  );
  const values = builder.node('Concat', [namePast(layer, 'value'), value], { axis: 2 }, namePresent(layer, 'value'));
  const grouped = builder.node('Reshape', [rotateHalves(builder, query, rotation), 'grouped-shape']);
  const keysTransposed = builder.node('Transpose', [keys], { perm: [0, 1, 3, 2] });
  const scores = builder.node('Div', [builder.node('MatMul', [grouped, keysTransposed]), 'sqrt-head-size']);
  const mixed = builder.node('MatMul', [builder.node('Softmax', [scores], { axis: -1 }), values]);
  return addLinear(
    builder,
    `${name}.output`,
    builder.node('Reshape', [mixed, 'joined-shape']),
    hidden,
    hidden,
    1 / layers,
  );
}

/** Applies a rotary embedding: x cos + (-second half, first half) sin. */
function rotateHalves(builder: GraphBuilder, input: string, { cosine, sine }: Rotation): string {
  const first = builder.node('Slice', [input, 'start', 'middle', 'last-axis']);
  const second = builder.node('Slice', [input, 'middle', 'end', 'last-axis']);
  const halvesSwapped = builder.node('Concat', [builder.node('Neg', [second]), first], { axis: 3 });
  return builder.node('Add', [builder.node('Mul', [input, cosine]), builder.node('Mul', [halvesSwapped, sine])]);
}

/** Adds a SwiGLU feed-forward network: silu(gate) times up, then down. */
function addPerceptron(builder: GraphBuilder, layer: number, input: string): string {
  const gate = addLinear(builder, `${layer}.gate`, input, hidden, feedForward);
  const up = addLinear(builder, `${layer}.up`, input, hidden, feedForward);
  const silu = builder.node('Mul', [gate, builder.node('Sigmoid', [gate])]);
  return addLinear(builder, `${layer}.down`, builder.node('Mul', [silu, up]), feedForward, hidden, 3 / layers);
}

/** Adds a decomposed RMS normalisation, as in exports before opset 23; engines fuse it. */
function addRmsNorm(builder: GraphBuilder, name: string, input: string): string {
  const meanSquare = builder.node('ReduceMean', [builder.node('Pow', [input, 'two'])], { axes: [-1], keepdims: 1 });
  const root = builder.node('Sqrt', [builder.node('Add', [meanSquare, 'epsilon'])]);
  const scale = builder.weights(`${name}.scale`, [hidden], createSeededValues(`decoder.${name}.scale`, hidden, 0.2, 1));
  return builder.node('Mul', [scale, builder.node('Div', [input, root])]);
}

function addLinear(
  builder: GraphBuilder,
  name: string,
  input: string,
  inputSize: number,
  outputSize: number,
  gain = 1,
): string {
  const weights = createSeededValues(`decoder.${name}`, inputSize * outputSize, computeHalfWidth(inputSize, gain));
  return builder.node('MatMul', [input, builder.weights(`${name}.weight`, [inputSize, outputSize], weights)]);
}
