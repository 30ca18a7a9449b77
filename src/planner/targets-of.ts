import { engines, pageTargetsFor, type PageTarget } from '#core/engine/engines.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { isCachedDecoder } from './engine-limits/ort-text.ts';

/**
 * The targets of the page that are recommended for a model. Engines of tensors and of text both open ONNX: a decoder with
 * a key-value cache is for the latter, every other model for the former. A GGUF model is converted for onnxruntime-web
 * only if the user chooses that engine: neither its memory nor its speed is known before.
 */
export function pageTargetsOf(facts: ModelFacts): readonly PageTarget[] {
  const targets = pageTargetsFor(facts.format);
  if (facts.format === 'gguf') return targets.filter(({ engine }) => engine !== 'ort-text');
  if (facts.format !== 'onnx') return targets;
  const kind = isCachedDecoder(facts) ? 'text' : 'tensor';
  return targets.filter(({ engine }) => engines[engine].kind === kind);
}
