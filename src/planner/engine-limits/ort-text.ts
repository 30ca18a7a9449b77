import type { ModelFacts } from '#core/model/model-facts.ts';
import type { SupportCheck } from './engine-limit.ts';
import { checkOrt } from './ort.ts';

/** The same library as ort, for decoders with a key-value cache. */
export const checkOrtText: SupportCheck = (facts, device) =>
  checkOrt(facts, device) ?? (isCachedDecoder(facts) ? null : { reason: 'no-key-value-cache' });

/** Whether an ONNX graph generates text token by token, in the layout of Optimum and transformers.js. */
export function isCachedDecoder({ architecture, inputs }: ModelFacts): boolean {
  return architecture.family === 'decoder' && inputs.some(({ name }) => name.startsWith('past_key_values.'));
}
