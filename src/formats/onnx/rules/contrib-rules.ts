import { createValue, multiplySizes, type Shape, type Size, type Value } from '#graph/value.ts';
import type { ShapeRule } from '../shape-rule.ts';
import { copyInput } from './elementwise-rules.ts';

/**
 * Fused residual addition and normalisation. The outputs are the normalised sum, its mean and inverse standard deviation,
 * and the sum itself.
 */
const skipNorm: ShapeRule = ({ inputs: [x] }) => {
  const statistics = createValue('float32', x?.shape?.with(-1, 1) ?? null);
  return x && [createValue(x.dtype, x.shape), statistics, statistics, createValue(x.dtype, x.shape)];
};

/**
 * Present keys or values have the shape of the past ones, [batch, heads, tokens, head size], with the new tokens added.
 */
function createPresent(dtype: string, past: Shape | null | undefined): Value {
  return createValue(dtype, past?.length === 4 ? past.with(2, null) : null);
}

/** The query is [batch, tokens, hidden size], or has the keys and values of each token after it if there is no key. */
const groupQueryAttention: ShapeRule = ({ inputs, attributes }) => {
  const [query, key, , pastKey, pastValue] = inputs;
  if (!query?.shape) return null;
  const [heads, keyHeads] = [attributes.int('num_heads'), attributes.int('kv_num_heads')];
  const packedSize = query.shape.at(2);
  const packedHeads = heads && keyHeads && heads + 2 * keyHeads;
  const hiddenSize = heads && packedHeads && typeof packedSize === 'number' ? (packedSize / packedHeads) * heads : null;
  return [
    createValue(query.dtype, key || query.shape.length !== 3 ? query.shape : query.shape.with(2, hiddenSize)),
    createPresent(query.dtype, pastKey?.shape),
    createPresent(query.dtype, pastValue?.shape),
  ];
};

/** The result is [batch, tokens, hidden size of the values]. */
const multiHeadAttention: ShapeRule = ({ inputs }) => {
  const [query, , value, , , , pastKey, pastValue] = inputs;
  if (!query?.shape) return null;
  const [batch = null, tokens = null] = query.shape;
  return [
    createValue(query.dtype, [batch, tokens, findHiddenSize(query.shape, value)]),
    createPresent(query.dtype, pastKey?.shape),
    createPresent(query.dtype, pastValue?.shape),
  ];
};

function findHiddenSize(query: Shape, value: Value | undefined): Size {
  // The query is packed with keys and values: [batch, tokens, heads, 3, head size].
  if (query.length === 5) return multiplySizes(query[2] ?? null, query[4] ?? null);
  if (!value) return query[2] ?? null; // keys and values are packed, with the head size of the query
  const shape = value.shape ?? [];
  // Values of four dimensions are [batch, heads, tokens, head size].
  return shape.length === 4 ? multiplySizes(shape[1] ?? null, shape[3] ?? null) : (shape[2] ?? null);
}

/** Operators of onnxruntime, as its ContribOperators.md specifies them. */
export const contrib: Readonly<Record<string, ShapeRule>> = {
  'com.microsoft::BiasGelu': copyInput,
  'com.microsoft::FastGelu': copyInput,
  'com.microsoft::Gelu': copyInput,
  'com.microsoft::GroupQueryAttention': groupQueryAttention,
  'com.microsoft::MultiHeadAttention': multiHeadAttention,
  'com.microsoft::QuickGelu': copyInput,
  'com.microsoft::RotaryEmbedding': copyInput,
  'com.microsoft::SimplifiedLayerNormalization': copyInput,
  'com.microsoft::SkipLayerNormalization': skipNorm,
  'com.microsoft::SkipSimplifiedLayerNormalization': skipNorm,
  SimplifiedLayerNormalization: copyInput, // without a domain in files of onnxruntime's optimiser
};
