import type { OperatorKind } from '#core/model/fact-evidence.ts';
import { unknownArchitecture, type Architecture, type ArchitectureFamily } from '#core/model/model-facts.ts';

/** Operators that indicate a family, in descending order of strength. The patterns match ONNX, TFLite and TF.js names. */
const indicators: readonly (readonly [ArchitectureFamily, RegExp, OperatorKind])[] = [
  ['detector', /NonMaxSuppression|Detection_?PostProcess/i, 'non-max-suppression'],
  ['recurrent', /^(LSTM|GRU|RNN|.*SEQUENCE_(LSTM|RNN)|UNIDIRECTIONAL.*|.*LSTM_?Cell)$/i, 'recurrent'],
  ['conv-net', /conv/i, 'convolution'],
  ['perceptron', /^(MatMul|Gemm|FULLY_CONNECTED|Dense|_FusedMatMul|BATCH_MATMUL)$/i, 'dense-only'],
];

/**
 * Detects the family that operator counts indicate, with the count as evidence. Never detects a transformer: counts do
 * not distinguish one from a conv net with dense layers, so only readers that analyse the graph report transformers.
 */
export function detectArchitecture(operators: Readonly<Record<string, number>>): Architecture {
  const countOperators = (pattern: RegExp): number =>
    Object.entries(operators).reduce((sum, [name, count]) => sum + (pattern.test(name) ? count : 0), 0);
  const attention = countOperators(/attention|layer_?normalization|softmax/i);
  for (const [family, pattern, kind] of indicators) {
    const matches = countOperators(pattern);
    if (matches > 0 && !(family === 'perceptron' && attention > 2)) {
      return { ...unknownArchitecture, family, evidence: [{ code: 'operators', kind, count: matches }] };
    }
  }
  return { ...unknownArchitecture, evidence: [{ code: 'no-clear-operators' }] };
}
