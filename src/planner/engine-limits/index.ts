import type { EngineId, Target } from '#core/engines.ts';
import type { ModelFacts } from '#core/model-facts.ts';
import { litert } from './litert.ts';
import { ort } from './ort.ts';
import type { Limits, Unsupported } from './unsupported.ts';
import { tfjs } from './tfjs.ts';
import { wllama } from './wllama.ts';

/** MLC models are compiled for the engine that opens them. */
const none: Limits = () => null;

const limits: Readonly<Record<EngineId, Limits>> = { ort, tfjs, litert, wllama, webllm: none };

/** Why a target's engine does not support a model; `null` if nothing in the header speaks against it. */
export function unsupportedReason(
  facts: ModelFacts,
  { engine, device }: Pick<Target, 'engine' | 'device'>,
): Unsupported | null {
  return limits[engine](facts, device);
}
