import type { EngineId, Target } from '#core/engines.ts';
import type { ModelFacts } from '#core/model-facts.ts';
import { checkLitert } from './litert.ts';
import { checkOrt } from './ort.ts';
import type { SupportCheck, Unsupported } from './unsupported.ts';
import { checkTfjs } from './tfjs.ts';
import { checkWllama } from './wllama.ts';

/** MLC models are compiled for the engine that opens them. */
const checkWebllm: SupportCheck = () => null;

const checks: Readonly<Record<EngineId, SupportCheck>> = {
  ort: checkOrt,
  tfjs: checkTfjs,
  litert: checkLitert,
  wllama: checkWllama,
  webllm: checkWebllm,
};

/** Why a target's engine does not support a model; `null` if the header shows no obstacle. */
export function unsupportedReason(
  facts: ModelFacts,
  { engine, device }: Pick<Target, 'engine' | 'device'>,
): Unsupported | null {
  return checks[engine](facts, device);
}
