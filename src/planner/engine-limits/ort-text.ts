import { convertibleArchitectures, convertibleTokenizers } from '#core/model/convertible-models.ts';
import type { HeaderFacts, SupportCheck } from './engine-limit.ts';
import { checkOrt } from './ort.ts';

const architectures: ReadonlySet<string | null> = new Set(convertibleArchitectures);
const tokenizers: ReadonlySet<string> = new Set(convertibleTokenizers);

/** Checks decoders with a key-value cache, in ONNX or converted from GGUF. The library is that of `ort`. */
export const checkOrtText: SupportCheck = (facts, device) => {
  if (facts.format === 'gguf') return checkConversion(facts, device);
  return checkOrt(facts, device) ?? (isCachedDecoder(facts) ? null : { reason: 'no-key-value-cache' });
};

const checkConversion: SupportCheck = ({ parameters, architecture, tokenizer }, device) => {
  if (parameters === 0) return { reason: 'vocabulary-only' };
  const { name, experts } = architecture;
  if (!architectures.has(name)) return { reason: 'architecture-not-converted', architecture: name ?? '' };
  if (experts !== null) return { reason: 'experts-not-converted' };
  const tokenizerModel = tokenizer?.model ?? '';
  if (!tokenizers.has(tokenizerModel)) return { reason: 'tokenizer-not-converted', tokenizer: tokenizerModel };
  // The converted graph uses MatMulInteger, for which WebGPU has no kernel.
  return device === 'wasm' ? null : { reason: 'operators-not-supported', operators: 'MatMulInteger' };
};

/** Whether an ONNX graph generates text token by token, in the layout of Optimum and transformers.js. */
export function isCachedDecoder({ architecture, inputs }: HeaderFacts): boolean {
  return architecture.family === 'decoder' && inputs.some(({ name }) => name.startsWith('past_key_values.'));
}
