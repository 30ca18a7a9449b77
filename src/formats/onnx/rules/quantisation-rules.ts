import { broadcastShapes, createValue } from '#graph/value.ts';
import type { ShapeRule } from '../shape-rule.ts';
import { getDataTypeName } from '../onnx-model.ts';
import { copyInput, createSameShapeRule } from './elementwise-rules.ts';
import { createMatMulRule } from './product-rules.ts';

/** A quantised result has the type of its zero point; uint8 without one. */
const quantise = createSameShapeRule(
  ({ inputs, attributes }) => inputs[2]?.dtype ?? getDataTypeName(attributes.int('output_dtype', 2)) ?? 'uint8',
);

const dynamicQuantise: ShapeRule = ({ inputs: [x] }) => [
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

export const quantisation: Readonly<Record<string, ShapeRule>> = {
  DequantizeLinear: createSameShapeRule(({ inputs }) => inputs[1]?.dtype ?? 'unknown'),
  DynamicQuantizeLinear: dynamicQuantise,
  QuantizeLinear: quantise,
  'com.microsoft::DynamicQuantizeMatMul': createMatMulRule(1, ({ inputs }) => inputs[0]?.dtype ?? 'unknown'),
  'com.microsoft::MatMulIntegerToFloat': createMatMulRule(1, ({ inputs }) => inputs[2]?.dtype ?? 'float32'),
  'com.microsoft::MatMulNBits': matMulBits,
  'com.microsoft::QLinearAdd': quantisedBinary,
  'com.microsoft::QLinearLeakyRelu': copyInput,
  'com.microsoft::QLinearMul': quantisedBinary,
  'com.microsoft::QLinearSigmoid': copyInput,
  'com.microsoft::QLinearSoftmax': copyInput,
};
