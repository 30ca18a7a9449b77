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
export function addHeads(g: GraphBuilder, count: number, width: number, prefix: string): Heads {
  return {
    split: g.integers(`${prefix}.split`, [0, 0, count, width / count]),
    join: g.integers(`${prefix}.join`, [0, 0, width]),
    scale: g.weights(`${prefix}.scale`, [], Float32Array.of(1 / Math.sqrt(width / count))),
  };
}

/** Adds a linear layer, [..., inputs] to [..., outputs]. */
export async function addDense(
  g: GraphBuilder,
  stored: Weights,
  name: string,
  x: string,
  { hasBias = true } = {},
): Promise<string> {
  const product = g.node('MatMul', [x, await stored.addTransposed(`${name}.weight`)]);
  return hasBias ? g.node('Add', [product, await stored.addTensor(`${name}.bias`)]) : product;
}

export async function addLayerNorm(
  g: GraphBuilder,
  stored: Weights,
  name: string,
  epsilon: number,
  x: string,
): Promise<string> {
  const parameters = [await stored.addTensor(`${name}.weight`), await stored.addTensor(`${name}.bias`)];
  return g.node('LayerNormalization', [x, ...parameters], { axis: -1, epsilon: createFloats(epsilon) });
}

/** Adds x (1 + erf(x / sqrt 2)) / 2. */
export function addGelu(g: GraphBuilder, x: string, prefix: string): string {
  const addConstant = (name: string, value: number) => g.weights(`${prefix}.${name}`, [], Float32Array.of(value));
  const erf = g.node('Erf', [g.node('Div', [x, addConstant('sqrt_two', Math.SQRT2)])]);
  const scaled = g.node('Mul', [x, g.node('Add', [erf, addConstant('one', 1)])]);
  return g.node('Mul', [scaled, addConstant('half', 0.5)]);
}

/**
 * Splits projected values into heads.
 * @param x [batch, length, width]
 * @returns [batch, heads, length, size] or, if transposed, [batch, heads, size, length]
 */
export function addHeadSplit(g: GraphBuilder, x: string, { split }: Heads, isTransposed = false): string {
  return g.node('Transpose', [g.node('Reshape', [x, split])], { perm: isTransposed ? [0, 2, 3, 1] : [0, 2, 1, 3] });
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
export function addAttention(g: GraphBuilder, { query, key, value, bias }: AttentionInputs, heads: Heads): string {
  const scaled = g.node('Mul', [g.node('MatMul', [query, key]), heads.scale]);
  const scores = bias === undefined ? scaled : g.node('Add', [scaled, bias]);
  const attended = g.node('MatMul', [g.node('Softmax', [scores], { axis: -1 }), value]);
  return g.node('Reshape', [g.node('Transpose', [attended], { perm: [0, 2, 1, 3] }), heads.join]);
}
