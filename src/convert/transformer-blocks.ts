import { createFloats, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { Weights } from './safetensors-weights.ts';

/** The attention bias of masked positions: its exponential is 0, and float16 can represent it. */
export const maskedBias = -65_504;

/** Constants of the attention heads of a layer, by the names of their initializers. */
export interface Heads {
  readonly split: string;
  readonly join: string;
  readonly scale: string;
}

/**
 * @param width size of all heads together
 * @param prefix a prefix for the names of the constants
 */
export function addHeads(builder: GraphBuilder, count: number, width: number, prefix: string): Heads {
  return {
    split: builder.integers(`${prefix}.split`, [0, 0, count, width / count]),
    join: builder.integers(`${prefix}.join`, [0, 0, width]),
    scale: builder.weights(`${prefix}.scale`, [], Float32Array.of(1 / Math.sqrt(width / count))),
  };
}

/** Adds a linear layer, [..., inputs] to [..., outputs]. */
export async function addDense(
  builder: GraphBuilder,
  stored: Weights,
  name: string,
  x: string,
  { hasBias = true } = {},
): Promise<string> {
  const product = builder.node('MatMul', [x, await stored.addTransposed(`${name}.weight`)]);
  return hasBias ? builder.node('Add', [product, await stored.addTensor(`${name}.bias`)]) : product;
}

export async function addLayerNorm(
  builder: GraphBuilder,
  stored: Weights,
  name: string,
  epsilon: number,
  x: string,
): Promise<string> {
  const parameters = [await stored.addTensor(`${name}.weight`), await stored.addTensor(`${name}.bias`)];
  return builder.node('LayerNormalization', [x, ...parameters], { axis: -1, epsilon: createFloats(epsilon) });
}

/** Adds the exact GELU, x (1 + erf(x / sqrt 2)) / 2. */
export function addGelu(builder: GraphBuilder, x: string, prefix: string): string {
  const addConstant = (name: string, value: number) => builder.weights(`${prefix}.${name}`, [], Float32Array.of(value));
  const erf = builder.node('Erf', [builder.node('Div', [x, addConstant('sqrt_two', Math.SQRT2)])]);
  const scaled = builder.node('Mul', [x, builder.node('Add', [erf, addConstant('one', 1)])]);
  return builder.node('Mul', [scaled, addConstant('half', 0.5)]);
}

/**
 * Splits projected values into heads.
 * @param x [batch, length, width]
 * @returns [batch, heads, length, size] or, if transposed, [batch, heads, size, length]
 */
export function addHeadSplit(builder: GraphBuilder, x: string, { split }: Heads, isTransposed = false): string {
  return builder.node('Transpose', [builder.node('Reshape', [x, split])], {
    perm: isTransposed ? [0, 2, 3, 1] : [0, 2, 1, 3],
  });
}

interface AttentionInputs {
  /** [batch, heads, queries, size]. */
  readonly query: string;
  /** [batch, heads, size, keys]. */
  readonly key: string;
  /** [batch, heads, keys, size]. */
  readonly value: string;
  /** Added to the scores; broadcast to [batch, heads, queries, keys]. */
  readonly bias?: string;
}

/**
 * Adds scaled dot-product attention (Vaswani et al. 2017, section 3.2).
 * @returns [batch, queries, width]
 */
export function addAttention(
  builder: GraphBuilder,
  { query, key, value, bias }: AttentionInputs,
  heads: Heads,
): string {
  const scaled = builder.node('Mul', [builder.node('MatMul', [query, key]), heads.scale]);
  const scores = bias === undefined ? scaled : builder.node('Add', [scaled, bias]);
  const attended = builder.node('MatMul', [builder.node('Softmax', [scores], { axis: -1 }), value]);
  return builder.node('Reshape', [builder.node('Transpose', [attended], { perm: [0, 2, 1, 3] }), heads.join]);
}
