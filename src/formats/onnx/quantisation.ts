import type { Quantisation } from '#core/facts.ts';
import type { WeightTally } from '#graph/weight-tally.ts';
import { Attributes } from './attributes.ts';
import type { Node, OnnxModel } from './model.ts';

/** Operators that only training with quantisation in the loop leaves behind. */
const trainingOnly = /FakeQuant|^(onnx\.brevitas|qonnx\.custom_op\.general|finn\.custom_op\.general)::/;

/** The scheme by the file's quantising operators; without any, by the type of most weight bytes. */
export function quantisationOf(
  { metadata }: OnnxModel,
  nodes: readonly Node[],
  operators: Readonly<Record<string, number>>,
  tally: WeightTally,
): Quantisation {
  const count = (pattern: RegExp): number =>
    Object.entries(operators).reduce((sum, [name, times]) => sum + (pattern.test(name) ? times : 0), 0);
  const blocks = nodes.filter(({ opType }) => opType === 'MatMulNBits' || opType === 'GatherBlockQuantized');
  const dynamic = count(/^(DynamicQuantizeLinear|ConvInteger|MatMulInteger|com\.microsoft::DynamicQuantize\w+)$/);
  const integer = count(/(^|::)QLinear(?!Softmax)/);
  const quantises = count(/(^|::)QuantizeLinear$/);
  const dequantises = count(/(^|::)DequantizeLinear$/);
  const largest = tally.weights[0]?.dtype ?? null;
  const trained = operatorsMatching(operators, trainingOnly) ?? statedTraining(metadata);

  const schemes = [
    blocks.length > 0 && (['int4-blocks', `MatMulNBits or GatherBlockQuantized: ${blocks.length}`] as const),
    integer > 0 && (['qoperator', `QLinear operators: ${integer}`] as const),
    dynamic > 0 && (['dynamic-int8', `operators that quantise as they run: ${dynamic}`] as const),
    quantises > 0 &&
      dequantises > 0 &&
      (['qdq', `QuantizeLinear: ${quantises}, DequantizeLinear: ${dequantises}`] as const),
    dequantises > 0 && (['weights-only', `DequantizeLinear: ${dequantises}, QuantizeLinear: none`] as const),
  ];
  const scheme = schemes.find((entry) => entry !== false);
  const attributes = blocks[0] && new Attributes(blocks[0]);
  return {
    // The first that fits: integer networks hold operators of the later schemes as well, at their inputs and outputs.
    kind: scheme?.[0] ?? kindOfWeights(largest),
    name: attributes ? `int${attributes.int('bits', 4)}` : largest,
    blockSize: attributes?.int('block_size') ?? null,
    bitsPerWeight: tally.bitsPerWeight,
    quantisationAware: trained ? true : null,
    evidence: [scheme?.[1] ?? (largest ? `most weight bytes are ${largest}` : 'no weights in the file'), trained]
      .filter(Boolean)
      .join('; '),
  };
}

function kindOfWeights(dtype: string | null): Quantisation['kind'] {
  if (dtype === 'float16' || dtype === 'bfloat16') return dtype;
  if (dtype === null || dtype.startsWith('type ')) return 'unknown';
  return /^(float32|float64|int32|int64|string|bool|complex\d+)$/.test(dtype) ? 'none' : 'weights-only';
}

function operatorsMatching(operators: Readonly<Record<string, number>>, pattern: RegExp): string | undefined {
  const name = Object.keys(operators).find((operator) => pattern.test(operator));
  return name && `${name}: ${operators[name]}`;
}

function statedTraining(metadata: OnnxModel['metadata']): string | undefined {
  const entry = metadata.find(({ key, value }) => /\bqat\b|quanti[sz]ation.?aware/i.test(`${key} ${value}`));
  return entry && `metadata ${entry.key.slice(0, 80)}`;
}
