import type { PageEngineId, PageTarget } from '#core/engine/engines.ts';
import { checkLitert } from './litert.ts';
import { checkOrt } from './ort.ts';
import { checkOrtText } from './ort-text.ts';
import type { SupportCheck, EngineLimit, HeaderFacts } from './engine-limit.ts';
import { checkTfjs } from './tfjs.ts';
import { checkWllama } from './wllama.ts';

/** MLC models are compiled for the engine that opens them. */
const checkWebllm: SupportCheck = () => null;

const checks: Readonly<Record<PageEngineId, SupportCheck>> = {
  ort: checkOrt,
  tfjs: checkTfjs,
  litert: checkLitert,
  wllama: checkWllama,
  webllm: checkWebllm,
  'ort-text': checkOrtText,
};

/** Finds why the engine of a target in the page does not support a model; `null` if the header shows no obstacle. */
export function findEngineLimit(
  facts: HeaderFacts,
  { engine, device }: Pick<PageTarget, 'engine' | 'device'>,
): EngineLimit | null {
  return checks[engine](facts, device);
}
