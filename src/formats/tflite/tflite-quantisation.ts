import type { FactEvidence } from '#core/model/fact-evidence.ts';
import type { Quantisation } from '#core/model/model-facts.ts';
import type { WeightCounts } from '#graph/weight-counts.ts';
import type { Subgraph, TfliteTensor } from './tflite-model.ts';

/** The scheme, from the element types of weights and activations: TFLite does not name it. */
export function detectQuantisation(
  subgraph: Subgraph,
  constants: ReadonlySet<number>,
  tally: WeightCounts,
): Quantisation {
  const weights = tally.weights[0]?.dtype ?? null;
  const flows = findMostCommon(
    subgraph.operators.flatMap(({ outputs }) => outputs.flatMap((index) => subgraph.tensors[index]?.dtype ?? [])),
  );
  const perChannel = [...constants].some((index) => (subgraph.tensors[index]?.scales ?? 0) > 1);
  const small = weights === 'int8' || weights === 'uint8' || weights === 'int4' || weights === 'int16';
  const trained = subgraph.tensors.find((tensor) => isFakeQuantised(tensor));
  return {
    kind: getQuantisationKind(),
    // The common name for 8-bit weights with 16-bit activations.
    name: small && flows === 'int16' ? `w${/\d+/.exec(weights)?.[0]}a16` : weights,
    blockSize: null,
    bitsPerWeight: tally.bitsPerWeight,
    quantisationAware: trained ? true : null,
    evidence: weights === null ? [{ code: 'no-weights' }] : toEvidence(weights),
  };

  function getQuantisationKind(): Quantisation['kind'] {
    if (weights === null) return 'unknown';
    if (weights === 'float16') return 'float16';
    if (!small) return 'none';
    if (flows === 'float32') return weights === 'int4' ? 'weights-only' : 'dynamic-int8';
    return 'full-integer';
  }

  function toEvidence(dtype: string): FactEvidence[] {
    return [
      { code: 'weight-type', dtype },
      { code: 'activation-type', dtype: flows },
      ...(small ? [{ code: 'scales', per: perChannel ? 'channel' : 'tensor' } as const] : []),
      ...(trained ? [{ code: 'fake-quantised-tensor', name: trained.name } as const] : []),
    ];
  }
}

/** Whether a tensor comes from quantisation-aware training: the converter preserves the training graph's names. */
const isFakeQuantised = (tensor: TfliteTensor): boolean => /FakeQuant|weights_quant|act_quant/.test(tensor.name);

function findMostCommon(names: readonly string[]): string | null {
  const counts = [...Map.groupBy(names, (name) => name)].sort(([, a], [, b]) => b.length - a.length);
  return counts[0]?.[0] ?? null;
}
