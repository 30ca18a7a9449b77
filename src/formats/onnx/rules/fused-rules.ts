import { broadcastShapes, createValue } from '#graph/value.ts';
import type { ShapeRule } from '../shape-rule.ts';
import { getDataTypeName } from '../onnx-model.ts';
import { createSameShapeRule } from './elementwise-rules.ts';
import { createMatMulRule } from './product-rules.ts';

/** A quantised result has the type of its zero point; uint8 without one. */
const quantize = createSameShapeRule(
  ({ inputs, attributes }) => inputs[2]?.dtype ?? getDataTypeName(attributes.int('output_dtype', 2)) ?? 'uint8',
);

const dynamicQuantize: ShapeRule = ({ inputs: [x] }) => [
  createValue('uint8', x?.shape ?? null),
  createValue('float32', []),
  createValue('uint8', []),
];

/** Quantised binary operators: A with its scale and zero point, then B with its own. */
const quantisedBinary: ShapeRule = ({ inputs: [a, , , b] }) =>
  a && [createValue(a.dtype, broadcastShapes(a.shape, b?.shape))];

/** Weights in quantised blocks: K and N are attributes. */
const matMulBits: ShapeRule = ({ inputs: [a], attributes }) =>
  a && [createValue(a.dtype, a.shape?.toSpliced(-1, 1, attributes.int('N') ?? null) ?? null)];

const first = createSameShapeRule(({ inputs }) => inputs[0]?.dtype ?? 'unknown');

/** Fused residual addition and normalisation: outputs have the shape of the first input; the fourth is the sum. */
const skipNorm: ShapeRule = ({ inputs: [x] }) => {
  const statistics = createValue('float32', x?.shape?.with(-1, 1) ?? null);
  return x && [createValue(x.dtype, x.shape), statistics, statistics, createValue(x.dtype, x.shape)];
};

/**
 * Attention on [batch, tokens, heads * head size]: the result is like the query, the present keys and values are
 * [batch, key and value heads, total tokens, head size].
 */
const attention: ShapeRule = ({ inputs, attributes, node }) => {
  const [query, , valueInput] = inputs;
  if (!query?.shape) return null;
  const past = inputs[node.opType === 'GroupQueryAttention' ? 3 : 6]?.shape;
  const width = node.opType === 'MultiHeadAttention' ? valueInput?.shape?.at(-1) : query.shape.at(-1);
  const present = past?.length === 4 ? past.with(2, null) : null;
  const heads = attributes.int('num_heads');
  const shape = query.shape.length === 3 && heads ? query.shape.with(2, width ?? null) : query.shape;
  return [createValue(query.dtype, shape), createValue(query.dtype, present), createValue(query.dtype, present)];
};

const contrib: Readonly<Record<string, ShapeRule>> = {
  BiasGelu: first,
  DynamicQuantizeMatMul: createMatMulRule(1, ({ inputs }) => inputs[0]?.dtype ?? 'unknown'),
  FastGelu: first,
  Gelu: first,
  GroupQueryAttention: attention,
  MatMulIntegerToFloat: createMatMulRule(1, ({ inputs }) => inputs[2]?.dtype ?? 'float32'),
  MatMulNBits: matMulBits,
  MultiHeadAttention: attention,
  QLinearAdd: quantisedBinary,
  QLinearLeakyRelu: first,
  QLinearMul: quantisedBinary,
  QLinearSigmoid: first,
  QLinearSoftmax: first,
  QuickGelu: first,
  RotaryEmbedding: first,
  SimplifiedLayerNormalization: first,
  SkipLayerNormalization: skipNorm,
  SkipSimplifiedLayerNormalization: skipNorm,
};

export const fusedRules: Readonly<Record<string, ShapeRule>> = {
  DequantizeLinear: createSameShapeRule(({ inputs }) => inputs[1]?.dtype ?? 'unknown'),
  DynamicQuantizeLinear: dynamicQuantize,
  QuantizeLinear: quantize,
  SimplifiedLayerNormalization: first, // without a domain in files of onnxruntime's optimiser
  ...Object.fromEntries(Object.entries(contrib).map(([name, rule]) => [`com.microsoft::${name}`, rule])),
};
