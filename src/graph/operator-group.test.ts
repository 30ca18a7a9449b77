import { expect, test } from 'vitest';
import { findOperatorGroup } from './operator-group.ts';

test.each([
  ['Conv', 'product'],
  ['QLinearConv', 'product'],
  ['DEPTHWISE_CONV_2D', 'product'],
  ['FULLY_CONNECTED', 'product'],
  ['_FusedMatMul', 'product'],
  ['com.microsoft::MatMulNBits', 'product'],
  ['LayerNormalization', 'normalisation'],
  ['FusedBatchNormV3', 'normalisation'],
  ['DequantizeLinear', 'quantisation'],
  ['QUANTIZE', 'quantisation'],
  ['GlobalAveragePool', 'reduction'],
  ['ReduceMean', 'reduction'],
  ['Relu6', 'activation'],
  ['Softmax', 'activation'],
  ['LeakyRelu', 'activation'],
  ['Reshape', 'layout'],
  ['STRIDED_SLICE', 'layout'],
  ['ConcatV2', 'layout'],
  ['Unsqueeze', 'layout'],
  ['Add', 'arithmetic'],
  ['BiasAdd', 'arithmetic'],
  ['Sigmoid', 'activation'],
  ['If', 'other'],
])('the operator %s belongs to the group %s', (operator, group) => {
  expect(findOperatorGroup(operator)).toBe(group);
});
