import type { SupportCheck } from './engine-limit.ts';

/** llama.cpp as built in wllama 3.8.1. */
export const checkWllama: SupportCheck = ({ parameters, architecture }) => {
  if (parameters === 0) return { reason: 'vocabulary-only' };
  // `LLM_ARCH_CLIP` in llama-arch.cpp: the projector of a multimodal model, loaded only together with a language model.
  return architecture.name === 'clip' ? { reason: 'projector-only' } : null;
};
