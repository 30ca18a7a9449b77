import { engines, listPageTargets, type PageTarget } from '#core/engine/engines.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { isCachedDecoder } from './engine-limits/ort-text.ts';

/**
 * Lists the page targets that are recommended for a model. Tensor and text engines both open ONNX: text engines are
 * recommended for decoders with a key-value cache, tensor engines for all other models.
 */
export function recommendTargets(facts: ModelFacts): readonly PageTarget[] {
  const targets = listPageTargets(facts.format).filter(({ engine }) => !engines[engine].converts?.[facts.format]);
  if (facts.format !== 'onnx') return targets;
  const kind = isCachedDecoder(facts) ? 'text' : 'tensor';
  return targets.filter(({ engine }) => engines[engine].kind === kind);
}
