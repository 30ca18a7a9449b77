import { countPerElementOperations, operationsPer } from '#graph/cost.ts';
import { normaliseAxis, broadcastShapes, readNumbers, computeProduct } from '#graph/value.ts';
import { asArray, asNonNegativeInteger } from '../../json.ts';
import { createRuleTable, type LayerRule } from './layer-rule.ts';
import { windows } from './layer-windows.ts';

const dense: LayerRule = (config, [x]) => {
  const inner = x?.at(-1);
  const shape = x ? [...x.slice(0, -1), asNonNegativeInteger(config.units)] : null;
  return { shape, flops: countPerElementOperations(shape, typeof inner === 'number' ? 2 * inner : null) };
};

/** Recurrent layers: each step multiplies the weights of input and state once per gate. */
const createRecurrentRule =
  (gates: number): LayerRule =>
  (config, [x]) => {
    const [batch = null, steps = null, width = null] = x ?? [];
    const units = asNonNegativeInteger(config.units);
    if (x?.length !== 3 || units === null) return null;
    const shape = config.return_sequences === true ? [batch, steps, units] : [batch, units];
    const perStep = typeof width === 'number' ? 2 * gates * units * (width + units) : null;
    return { shape, flops: countPerElementOperations([batch, steps], perStep) };
  };

const createSameShapeRule =
  (operations: number): LayerRule =>
  (_, [x]) =>
    x ? { shape: x, flops: countPerElementOperations(x, operations) } : null;

const mergeLayers: LayerRule = (_, inputs) => {
  const shape = broadcastShapes(...inputs);
  return { shape, flops: countPerElementOperations(shape, inputs.length - 1) };
};

const concatenate: LayerRule = (config, inputs) => {
  const [first] = inputs;
  const axis = first && normaliseAxis(typeof config.axis === 'number' ? config.axis : -1, first.length);
  if (!first || axis === null || axis === undefined) return null;
  const sizes = inputs.map((shape) => shape[axis] ?? null);
  const total = readNumbers(sizes)?.reduce((sum, size) => sum + size, 0) ?? null;
  return { shape: first.with(axis, total), flops: 0 };
};

const reshape: LayerRule = (config, [x]) => {
  const target = asArray(config.target_shape).map((size) => (size === -1 ? -1 : asNonNegativeInteger(size)));
  const elements = x && computeProduct(x.slice(1));
  const knownElements = computeProduct(target.filter((size) => size !== -1));
  const inferred =
    typeof elements === 'number' && typeof knownElements === 'number' && knownElements > 0
      ? elements / knownElements
      : null;
  return { shape: [x?.[0] ?? null, ...target.map((size) => (size === -1 ? inferred : size))], flops: 0 };
};

/** Keras layers by class name. An activation inside a layer is fused with it and not counted. */
export const layers: Readonly<Record<string, LayerRule>> = {
  ...windows,
  Dense: dense,
  LSTM: createRecurrentRule(4),
  GRU: createRecurrentRule(3),
  SimpleRNN: createRecurrentRule(1),
  ...createRuleTable(
    createSameShapeRule(0),
    'InputLayer Dropout SpatialDropout1D GaussianNoise GaussianDropout AlphaDropout Masking',
  ),
  ...createRuleTable(createSameShapeRule(1), 'Activation ReLU LeakyReLU ELU ThresholdedReLU'),
  PReLU: createSameShapeRule(2),
  BatchNormalization: createSameShapeRule(operationsPer.storedNormalisation),
  Softmax: createSameShapeRule(operationsPer.softmax),
  LayerNormalization: createSameShapeRule(operationsPer.normalisation),
  ...createRuleTable(mergeLayers, 'Add Average Maximum Minimum Multiply Subtract'),
  Concatenate: concatenate,
  Flatten: (_, [x]) => (x ? { shape: [x[0] ?? null, computeProduct(x.slice(1))], flops: 0 } : null),
  Reshape: reshape,
  RepeatVector: (config, [x]) =>
    x ? { shape: [x[0] ?? null, asNonNegativeInteger(config.n), x[1] ?? null], flops: 0 } : null,
  Permute: (config, [x]) =>
    x
      ? {
          shape: [x[0] ?? null, ...asArray(config.dims).map((axis) => x[asNonNegativeInteger(axis) ?? -1] ?? null)],
          flops: 0,
        }
      : null,
  Embedding: (config, [x]) => (x ? { shape: [...x, asNonNegativeInteger(config.output_dim)], flops: 0 } : null),
};
