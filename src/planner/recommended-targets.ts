import { engines, listPageTargets, type PageTarget } from '#core/engine/engines.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { isCachedDecoder } from './engine-limits/ort-text.ts';

/**
 * The targets of the page that are recommended for a model. Engines of tensors and of text both open ONNX: a decoder with
 * a key-value cache is for the latter, every other model for the former.
 */
export function recommendTargets(facts: ModelFacts): readonly PageTarget[] {
  const targets = listPageTargets(facts.format).filter(({ engine }) => !engines[engine].converts?.[facts.format]);
  if (facts.format !== 'onnx') return targets;
  const kind = isCachedDecoder(facts) ? 'text' : 'tensor';
  return targets.filter(({ engine }) => engines[engine].kind === kind);
}
