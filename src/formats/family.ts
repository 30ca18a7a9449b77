import { unknownArchitecture, type Architecture, type ArchitectureFamily } from '#core/facts.ts';

/** Telling operators, most telling first. Names of ONNX, TFLite and TF.js alike. */
const signs: readonly (readonly [ArchitectureFamily, RegExp, string])[] = [
  ['detector', /NonMaxSuppression|Detection_?PostProcess/i, 'box suppression'],
  ['recurrent', /^(LSTM|GRU|RNN|.*SEQUENCE_(LSTM|RNN)|UNIDIRECTIONAL.*|.*LSTM_?Cell)$/i, 'recurrent layers'],
  ['conv-net', /conv/i, 'convolutions'],
  ['perceptron', /^(MatMul|Gemm|FULLY_CONNECTED|Dense|_FusedMatMul|BATCH_MATMUL)$/i, 'dense layers only'],
];

/**
 * A family from operator counts alone, with the count as evidence. Convolutions beside as many matrix products may be a
 * vision transformer as well as a conv net, so that, and attention of any kind, is left to readers that know the graph.
 */
export function architectureOfOperators(operators: Readonly<Record<string, number>>): Architecture {
  const count = (pattern: RegExp): number =>
    Object.entries(operators).reduce((sum, [name, times]) => sum + (pattern.test(name) ? times : 0), 0);
  const attention = count(/attention|layer_?normalization|softmax/i);
  for (const [family, pattern, words] of signs) {
    const found = count(pattern);
    if (found > 0 && !(family === 'perceptron' && attention > 2)) {
      return { ...unknownArchitecture, family, evidence: `${words}: ${found}` };
    }
  }
  return { ...unknownArchitecture, evidence: 'no telling operators' };
}
