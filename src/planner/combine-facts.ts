import type { ModelFacts, WeightFacts } from '#core/model/model-facts.ts';
import { sumBytes } from '#core/model/sum-bytes.ts';

/**
 * Combines the facts of a model that consists of several graphs, assuming that all are open at once and each runs once.
 * Facts that cannot be added come from the first graph, except the architecture, which comes from the first graph with
 * a key-value cache if there is one.
 * @param parts the facts of each graph, in execution order
 */
export function combineFacts(parts: readonly [ModelFacts, ...ModelFacts[]]): ModelFacts {
  const [first, ...others] = parts;
  if (others.length === 0) return first;
  const partWithCache = parts.find(({ architecture }) => architecture.cacheElementsPerToken !== null);
  const operators = new Map<string, number>();
  for (const [name, count] of parts.flatMap((part) => Object.entries(part.operators)))
    operators.set(name, (operators.get(name) ?? 0) + count);
  return {
    ...first,
    sizeBytes: sumBytes(parts),
    parameters: sumOrNull(parts.map(({ parameters }) => parameters)),
    weights: mergeWeights(parts),
    weightBytes: sumOrNull(parts.map(({ weightBytes }) => weightBytes)),
    inputs: parts.flatMap(({ inputs }) => inputs),
    outputs: parts.flatMap(({ outputs }) => outputs),
    operators: Object.fromEntries(operators),
    localFunctions: parts.flatMap(({ localFunctions = [] }) => localFunctions),
    bfloat16Users: [...new Set(parts.flatMap(({ bfloat16Users = [] }) => bfloat16Users))],
    unknownOperators: [...new Set(parts.flatMap(({ unknownOperators }) => unknownOperators))],
    architecture: (partWithCache ?? first).architecture,
    externalFiles: parts.flatMap(({ externalFiles }) => externalFiles),
    flops: sumOrNull(parts.map(({ flops }) => flops)),
    flopsBasis: { code: 'per-part', parts: parts.length, of: parts.map(({ flopsBasis }) => flopsBasis) },
    // A sum, not the maximum, because an engine does not free the memory of a run.
    peakActivationBytes: sumOrNull(parts.map(({ peakActivationBytes }) => peakActivationBytes)),
    nodes: parts.flatMap(({ nodes }) => nodes),
  };
}

/** Returns the sum, or `null` if any value is `null`. */
function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function mergeWeights(parts: readonly ModelFacts[]): WeightFacts[] {
  const byType = Map.groupBy(
    parts.flatMap(({ weights }) => weights),
    ({ dtype }) => dtype,
  );
  const sums = [...byType].map(([dtype, rows]) => ({
    dtype,
    tensors: rows.reduce((sum, { tensors }) => sum + tensors, 0),
    parameters: rows.reduce((sum, { parameters }) => sum + parameters, 0),
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  return sums.sort((a, b) => b.bytes - a.bytes);
}
