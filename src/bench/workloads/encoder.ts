import { createFloats, createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { computeHalfWidth, createSeededIndices, createSeededValues } from './seeded.ts';
import type { Workload } from './workload.ts';

/** The shape of MiniLM-L6-H384-uncased, from its published config.json. */
const layers = 6;
const heads = 12;
const hidden = 384;
const headSize = hidden / heads;
const feedForward = 1536;
const vocabulary = 30522;
const positions = 512;
const tokens = 128;
/** The number of real tokens. The rest is padding, which gives the mask an effect. */
const realTokens = 112;

/** A BERT encoder with the shape of MiniLM: from one text of 128 tokens to its last hidden state. */
export const encoder: Workload = {
  id: 'encoder',
  build() {
    const builder = createGraphBuilder('minilm-l6-h384');
    const ids = builder.input('input_ids', 'int64', [1, tokens]);
    const mask = builder.input('attention_mask', 'int64', [1, tokens]);
    addScalar(builder, 'one', 1);
    addScalar(builder, 'half', 0.5);
    addScalar(builder, 'sqrt-two', Math.sqrt(2));
    addScalar(builder, 'sqrt-head-size', Math.sqrt(headSize));
    addScalar(builder, 'masked', -10_000);
    builder.integers('mask-axes', [1, 2]);
    builder.integers('split-shape', [1, tokens, heads, headSize]);
    builder.integers('joined-shape', [1, tokens, hidden]);

    const words = builder.node('Gather', [addTable(builder, 'words', vocabulary), ids]);
    builder.integers(
      'position-ids',
      Array.from({ length: tokens }, (_, position) => position),
      [1, tokens],
    );
    const positionEmbeddings = builder.node('Gather', [addTable(builder, 'positions', positions), 'position-ids']);
    builder.weights('token-type', [hidden], createSeededValues('encoder.token-type', hidden, 1));
    const sum = builder.node('Add', [builder.node('Add', [words, positionEmbeddings]), 'token-type']);
    let value = addLayerNorm(builder, 'embedding.norm', sum);

    const isReal = builder.node('Cast', [builder.node('Unsqueeze', [mask, 'mask-axes'])], { to: 1 });
    const bias = builder.node('Mul', [builder.node('Sub', ['one', isReal]), 'masked']);
    for (let layer = 0; layer < layers; layer++) {
      const last = layer === layers - 1 ? 'last_hidden_state' : undefined;
      const attended = addLayerNorm(
        builder,
        `${layer}.attention.norm`,
        builder.node('Add', [addAttention(builder, layer, value, bias), value]),
      );
      value = addLayerNorm(
        builder,
        `${layer}.output.norm`,
        builder.node('Add', [addPerceptron(builder, layer, attended), attended]),
        last,
      );
    }
    builder.output(value, 'float32', [1, tokens, hidden]);
    return writeOnnx(builder.model(17));
  },
  cells: [
    {
      name: 'tokens-128',
      createInputs: () => ({
        input_ids: { dtype: 'int64', shape: [1, tokens], data: createSeededIndices('encoder.ids', tokens, vocabulary) },
        attention_mask: {
          dtype: 'int64',
          shape: [1, tokens],
          data: BigInt64Array.from({ length: tokens }, (_, token) => (token < realTokens ? 1n : 0n)),
        },
      }),
    },
  ],
};

function addAttention(builder: GraphBuilder, layer: number, input: string, bias: string): string {
  const split = (role: string, perm: number[]) => {
    const projected = addLinear(builder, `${layer}.attention.${role}`, input, hidden, hidden);
    return builder.node('Transpose', [builder.node('Reshape', [projected, 'split-shape'])], { perm });
  };
  const query = split('query', [0, 2, 1, 3]);
  const keysTransposed = split('key', [0, 2, 3, 1]);
  const scores = builder.node('Div', [builder.node('MatMul', [query, keysTransposed]), 'sqrt-head-size']);
  const weights = builder.node('Softmax', [builder.node('Add', [scores, bias])], { axis: -1 });
  const mixed = builder.node('MatMul', [weights, split('value', [0, 2, 1, 3])]);
  const joined = builder.node('Reshape', [builder.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), 'joined-shape']);
  return addLinear(builder, `${layer}.attention.output`, joined, hidden, hidden);
}

/** Adds two layers with the exact GELU, x/2 (1 + erf(x/√2)), between them. */
function addPerceptron(builder: GraphBuilder, layer: number, input: string): string {
  const wide = addLinear(builder, `${layer}.intermediate`, input, hidden, feedForward);
  const erf = builder.node('Erf', [builder.node('Div', [wide, 'sqrt-two'])]);
  const gelu = builder.node('Mul', [builder.node('Mul', [wide, builder.node('Add', [erf, 'one'])]), 'half']);
  return addLinear(builder, `${layer}.output`, gelu, feedForward, hidden);
}

function addLinear(builder: GraphBuilder, name: string, input: string, inputSize: number, outputSize: number): string {
  const weights = createSeededValues(`encoder.${name}`, inputSize * outputSize, computeHalfWidth(inputSize));
  const product = builder.node('MatMul', [input, builder.weights(`${name}.weight`, [inputSize, outputSize], weights)]);
  return builder.node('Add', [
    builder.weights(`${name}.bias`, [outputSize], createSeededValues(`encoder.${name}.bias`, outputSize, 0.1)),
    product,
  ]);
}

function addLayerNorm(builder: GraphBuilder, name: string, input: string, output?: string): string {
  const scale = builder.weights(`${name}.scale`, [hidden], createSeededValues(`encoder.${name}.scale`, hidden, 0.2, 1));
  const shift = builder.weights(`${name}.shift`, [hidden], createSeededValues(`encoder.${name}.shift`, hidden, 0.2));
  return builder.node('LayerNormalization', [input, scale, shift], { axis: -1, epsilon: createFloats(1e-12) }, output);
}

function addTable(builder: GraphBuilder, name: string, rows: number): string {
  return builder.weights(name, [rows, hidden], createSeededValues(`encoder.${name}`, rows * hidden, 1));
}

function addScalar(builder: GraphBuilder, name: string, value: number): void {
  builder.weights(name, [], new Float32Array([value]));
}
