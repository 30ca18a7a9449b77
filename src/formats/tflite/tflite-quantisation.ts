import type { FactEvidence } from '#core/model/fact-evidence.ts';
import type { Quantisation } from '#core/model/model-facts.ts';
import type { WeightCounts } from '#graph/weight-counts.ts';
import type { Subgraph, TfliteTensor } from './tflite-model.ts';

/** Detects the scheme from the element types of weights and activations: TFLite does not name it. */
export function detectQuantisation(
  subgraph: Subgraph,
  constants: ReadonlySet<number>,
  tally: WeightCounts,
): Quantisation {
  const weights = tally.weights[0]?.dtype ?? null;
  const activations = findMostCommon(
    subgraph.operators.flatMap(({ outputs }) => outputs.flatMap((index) => subgraph.tensors[index]?.dtype ?? [])),
  );
  const isPerChannel = [...constants].some((index) => (subgraph.tensors[index]?.scales ?? 0) > 1);
  const isQuantised = weights === 'int8' || weights === 'uint8' || weights === 'int4' || weights === 'int16';
  const fakeQuantised = subgraph.tensors.find((tensor) => isFakeQuantised(tensor));
  return {
    kind: getQuantisationKind(),
    // The common name for 8-bit weights with 16-bit activations.
    name: isQuantised && activations === 'int16' ? `w${/\d+/.exec(weights)?.[0]}a16` : weights,
    blockSize: null,
    bitsPerWeight: tally.bitsPerWeight,
    quantisationAware: fakeQuantised ? true : null,
    evidence: weights === null ? [{ code: 'no-weights' }] : toEvidence(weights),
  };

  function getQuantisationKind(): Quantisation['kind'] {
    if (weights === null) return 'unknown';
    if (weights === 'float16') return 'float16';
    if (!isQuantised) return 'none';
    if (activations === 'float32') return weights === 'int4' ? 'weights-only' : 'dynamic-int8';
    return 'full-integer';
  }

  function toEvidence(dtype: string): FactEvidence[] {
    return [
      { code: 'weight-type', dtype },
      { code: 'activation-type', dtype: activations },
      ...(isQuantised ? [{ code: 'scales', per: isPerChannel ? 'channel' : 'tensor' } as const] : []),
      ...(fakeQuantised ? [{ code: 'fake-quantised-tensor', name: fakeQuantised.name } as const] : []),
    ];
  }
}

/** Whether a tensor stems from quantisation-aware training: the converter keeps the names of the training graph. */
const isFakeQuantised = (tensor: TfliteTensor): boolean => /FakeQuant|weights_quant|act_quant/.test(tensor.name);

function findMostCommon(names: readonly string[]): string | null {
  const counts = [...Map.groupBy(names, (name) => name)].sort(([, a], [, b]) => b.length - a.length);
  return counts[0]?.[0] ?? null;
}
