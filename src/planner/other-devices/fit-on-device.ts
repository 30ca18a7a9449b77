import type { ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceSpecification } from './device-specification.ts';

export type FitFacts = Pick<ModelFacts, 'weightBytes' | 'peakActivationBytes' | 'architecture'>;

/**
 * The memory that a model needs in one memory of a device, without the engine and other programs, whose size is
 * unknown.
 */
export interface MemoryUse {
  readonly holds: 'model' | 'weights' | 'activations';
  readonly limitBytes: number;
  /** `null` if any part is unknown. */
  readonly needBytes: number | null;
}

/** llama.cpp and MLC store keys and values as 16-bit floats by default. */
const cacheElementBytes = 2;

/**
 * Lists the memory uses of a model on another device.
 * @param contextLength tokens, for models with a key-value cache; `null` for the model's maximum
 */
export function listMemoryUses(
  facts: FitFacts,
  { memories = [] }: DeviceSpecification,
  contextLength: number | null,
): MemoryUse[] {
  return memories.map(({ holds, bytes }) => ({
    holds,
    limitBytes: bytes,
    needBytes: holds === 'model' ? estimateModelBytes(facts, contextLength) : getPartBytes(facts, holds),
  }));
}

function getPartBytes({ weightBytes, peakActivationBytes }: FitFacts, holds: 'weights' | 'activations') {
  return holds === 'weights' ? weightBytes : peakActivationBytes;
}

function estimateModelBytes(
  { weightBytes, peakActivationBytes, architecture }: FitFacts,
  contextLength: number | null,
) {
  if (weightBytes === null) return null;
  const { cacheElementsPerToken } = architecture;
  const tokens = contextLength ?? architecture.contextLength;
  if (cacheElementsPerToken === null) return peakActivationBytes === null ? null : weightBytes + peakActivationBytes;
  if (tokens === null) return null;
  return weightBytes + cacheElementsPerToken * tokens * cacheElementBytes + (peakActivationBytes ?? 0);
}
