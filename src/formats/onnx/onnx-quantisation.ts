import type { FactEvidence } from '#core/model/fact-evidence.ts';
import type { Quantisation } from '#core/model/model-facts.ts';
import { findDominantWeightType, type WeightCounts } from '#graph/weight-counts.ts';
import { Attributes } from './onnx-attributes.ts';
import type { Node, OnnxModel } from './onnx-model.ts';

/** Operators that occur only after quantisation-aware training. */
const trainingOperators = /FakeQuant|^(onnx\.brevitas|qonnx\.custom_op\.general|finn\.custom_op\.general)::/;

/** Detects the scheme by quantising operators or, without any, by the type of most weight bytes. */
export function detectQuantisation(
  { metadata }: OnnxModel,
  nodes: readonly Node[],
  operators: Readonly<Record<string, number>>,
  tally: WeightCounts,
): Quantisation {
  const countOperators = (pattern: RegExp): number =>
    Object.entries(operators).reduce((sum, [name, count]) => sum + (pattern.test(name) ? count : 0), 0);
  const blocks = nodes.filter(({ opType }) => opType === 'MatMulNBits' || opType === 'GatherBlockQuantized');
  const dynamic = countOperators(
    /^(DynamicQuantizeLinear|ConvInteger|MatMulInteger|com\.microsoft::DynamicQuantize\w+)$/,
  );
  const integer = countOperators(/(^|::)QLinear(?!Softmax)/);
  const quantises = countOperators(/(^|::)QuantizeLinear$/);
  const dequantises = countOperators(/(^|::)DequantizeLinear$/);
  const mainDtype = tally.weights[0]?.dtype ?? null;
  const trained = findOperator(operators, trainingOperators) ?? findTrainingMetadata(metadata);

  const quantiseOperators = [
    { code: 'operator', name: 'QuantizeLinear', count: quantises },
    { code: 'operator', name: 'DequantizeLinear', count: dequantises },
  ] as const;
  const schemes: readonly (false | readonly [Quantisation['kind'], readonly FactEvidence[]])[] = [
    blocks.length > 0 && (['int4-blocks', countNames(blocks.map(({ opType }) => opType))] as const),
    integer > 0 && (['qoperator', [{ code: 'operators', kind: 'qlinear', count: integer }]] as const),
    dynamic > 0 && (['dynamic-int8', [{ code: 'operators', kind: 'dynamic-quantisation', count: dynamic }]] as const),
    quantises > 0 && dequantises > 0 && (['qdq', quantiseOperators] as const),
    dequantises > 0 && (['weights-only', quantiseOperators] as const),
  ];
  const scheme = schemes.find((entry) => entry !== false);
  const attributes = blocks[0] && new Attributes(blocks[0]);
  return {
    // The first scheme that matches, because integer networks also contain operators of later schemes at their inputs
    // and outputs.
    kind: scheme?.[0] ?? detectWeightKind(mainDtype),
    name: attributes ? `int${attributes.int('bits', 4)}` : mainDtype,
    blockSize: attributes?.int('block_size') ?? null,
    bitsPerWeight: tally.bitsPerWeight,
    quantisationAware: trained ? true : null,
    evidence: [...(scheme?.[1] ?? [findDominantWeightType(tally)]), ...(trained ? [trained] : [])],
  };
}

function detectWeightKind(dtype: string | null): Quantisation['kind'] {
  if (dtype === 'float16' || dtype === 'bfloat16') return dtype;
  if (dtype === null || dtype.startsWith('type ')) return 'unknown';
  return /^(float32|float64|int32|int64|string|bool|complex\d+)$/.test(dtype) ? 'none' : 'weights-only';
}

function countNames(names: readonly string[]): FactEvidence[] {
  return [...Map.groupBy(names, (name) => name)].map(([name, { length }]) => ({
    code: 'operator',
    name,
    count: length,
  }));
}

function findOperator(operators: Readonly<Record<string, number>>, pattern: RegExp): FactEvidence | null {
  const [name, count] = Object.entries(operators).find(([operator]) => pattern.test(operator)) ?? [];
  return name === undefined || count === undefined ? null : { code: 'operator', name, count };
}

function findTrainingMetadata(metadata: OnnxModel['metadata']): FactEvidence | null {
  const entry = metadata.find(({ key, value }) => /\bqat\b|quanti[sz]ation.?aware/i.test(`${key} ${value}`));
  return entry ? { code: 'metadata', key: entry.key.slice(0, 80) } : null;
}
