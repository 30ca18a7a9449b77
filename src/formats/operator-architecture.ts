import type { OperatorKind } from '#core/model/fact-evidence.ts';
import { unknownArchitecture, type Architecture, type ArchitectureFamily } from '#core/model/model-facts.ts';

/** Operators that indicate a family, strongest evidence first. The patterns match ONNX, TFLite and TF.js names. */
const signs: readonly (readonly [ArchitectureFamily, RegExp, OperatorKind])[] = [
  ['detector', /NonMaxSuppression|Detection_?PostProcess/i, 'non-max-suppression'],
  ['recurrent', /^(LSTM|GRU|RNN|.*SEQUENCE_(LSTM|RNN)|UNIDIRECTIONAL.*|.*LSTM_?Cell)$/i, 'recurrent'],
  ['conv-net', /conv/i, 'convolution'],
  ['perceptron', /^(MatMul|Gemm|FULLY_CONNECTED|Dense|_FusedMatMul|BATCH_MATMUL)$/i, 'dense-only'],
];

/**
 * The family indicated by operator counts alone, with the count as evidence. It is never a transformer: counts do not
 * distinguish one from a conv net with dense layers, so only readers that analyse the graph report transformers.
 */
export function detectArchitecture(operators: Readonly<Record<string, number>>): Architecture {
  const count = (pattern: RegExp): number =>
    Object.entries(operators).reduce((sum, [name, times]) => sum + (pattern.test(name) ? times : 0), 0);
  const attention = count(/attention|layer_?normalization|softmax/i);
  for (const [family, pattern, kind] of signs) {
    const matches = count(pattern);
    if (matches > 0 && !(family === 'perceptron' && attention > 2)) {
      return { ...unknownArchitecture, family, evidence: [{ code: 'operators', kind, count: matches }] };
    }
  }
  return { ...unknownArchitecture, evidence: [{ code: 'no-clear-operators' }] };
}
