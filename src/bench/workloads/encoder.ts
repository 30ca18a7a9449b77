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
/** The last tokens are padding, so the mask has an effect. */
const realTokens = 112;

/** A BERT encoder with the shape of MiniLM: from one text of 128 tokens to its last hidden state. */
export const encoder: Workload = {
  id: 'encoder',
  build() {
    const g = createGraphBuilder('minilm-l6-h384');
    const ids = g.input('input_ids', 'int64', [1, tokens]);
    const mask = g.input('attention_mask', 'int64', [1, tokens]);
    addScalar(g, 'one', 1);
    addScalar(g, 'half', 0.5);
    addScalar(g, 'sqrt-two', Math.sqrt(2));
    addScalar(g, 'sqrt-head-size', Math.sqrt(headSize));
    addScalar(g, 'masked', -10_000);
    g.integers('mask-axes', [1, 2]);
    g.integers('split-shape', [1, tokens, heads, headSize]);
    g.integers('joined-shape', [1, tokens, hidden]);

    const words = g.node('Gather', [addTable(g, 'words', vocabulary), ids]);
    g.integers(
      'position-ids',
      Array.from({ length: tokens }, (_, position) => position),
      [1, tokens],
    );
    const positionEmbeddings = g.node('Gather', [addTable(g, 'positions', positions), 'position-ids']);
    g.weights('token-type', [hidden], createSeededValues('encoder.token-type', hidden, 1));
    const sum = g.node('Add', [g.node('Add', [words, positionEmbeddings]), 'token-type']);
    let value = addLayerNorm(g, 'embedding.norm', sum);

    const isReal = g.node('Cast', [g.node('Unsqueeze', [mask, 'mask-axes'])], { to: 1 });
    const bias = g.node('Mul', [g.node('Sub', ['one', isReal]), 'masked']);
    for (let layer = 0; layer < layers; layer++) {
      const last = layer === layers - 1 ? 'last_hidden_state' : undefined;
      const attended = addLayerNorm(
        g,
        `${layer}.attention.norm`,
        g.node('Add', [addAttention(g, layer, value, bias), value]),
      );
      value = addLayerNorm(
        g,
        `${layer}.output.norm`,
        g.node('Add', [addPerceptron(g, layer, attended), attended]),
        last,
      );
    }
    g.output(value, 'float32', [1, tokens, hidden]);
    return writeOnnx(g.model(17));
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

function addAttention(g: GraphBuilder, layer: number, input: string, bias: string): string {
  const split = (role: string, perm: number[]) => {
    const projected = addLinear(g, `${layer}.attention.${role}`, input, hidden, hidden);
    return g.node('Transpose', [g.node('Reshape', [projected, 'split-shape'])], { perm });
  };
  const query = split('query', [0, 2, 1, 3]);
  const keysTransposed = split('key', [0, 2, 3, 1]);
  const scores = g.node('Div', [g.node('MatMul', [query, keysTransposed]), 'sqrt-head-size']);
  const weights = g.node('Softmax', [g.node('Add', [scores, bias])], { axis: -1 });
  const mixed = g.node('MatMul', [weights, split('value', [0, 2, 1, 3])]);
  const joined = g.node('Reshape', [g.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), 'joined-shape']);
  return addLinear(g, `${layer}.attention.output`, joined, hidden, hidden);
}

/** Adds two layers with the exact GELU, x/2 (1 + erf(x/√2)), between them. */
function addPerceptron(g: GraphBuilder, layer: number, input: string): string {
  const wide = addLinear(g, `${layer}.intermediate`, input, hidden, feedForward);
  const erf = g.node('Erf', [g.node('Div', [wide, 'sqrt-two'])]);
  const gelu = g.node('Mul', [g.node('Mul', [wide, g.node('Add', [erf, 'one'])]), 'half']);
  return addLinear(g, `${layer}.output`, gelu, feedForward, hidden);
}

function addLinear(g: GraphBuilder, name: string, input: string, from: number, to: number): string {
  const weights = createSeededValues(`encoder.${name}`, from * to, computeHalfWidth(from));
  const product = g.node('MatMul', [input, g.weights(`${name}.weight`, [from, to], weights)]);
  return g.node('Add', [g.weights(`${name}.bias`, [to], createSeededValues(`encoder.${name}.bias`, to, 0.1)), product]);
}

function addLayerNorm(g: GraphBuilder, name: string, input: string, output?: string): string {
  const scale = g.weights(`${name}.scale`, [hidden], createSeededValues(`encoder.${name}.scale`, hidden, 0.2, 1));
  const shift = g.weights(`${name}.shift`, [hidden], createSeededValues(`encoder.${name}.shift`, hidden, 0.2));
  return g.node('LayerNormalization', [input, scale, shift], { axis: -1, epsilon: createFloats(1e-12) }, output);
}

function addTable(g: GraphBuilder, name: string, rows: number): string {
  return g.weights(name, [rows, hidden], createSeededValues(`encoder.${name}`, rows * hidden, 1));
}

function addScalar(g: GraphBuilder, name: string, value: number): void {
  g.weights(name, [], new Float32Array([value]));
}
