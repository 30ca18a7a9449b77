import type { Limits } from './unsupported.ts';

/** llama.cpp, as wllama 3.8.1 builds it. */
export const wllama: Limits = ({ parameters, architecture }) => {
  if (parameters === 0) return { reason: 'vocabulary-only' };
  // `LLM_ARCH_CLIP` in llama-arch.cpp: the projector of a multimodal model, loaded beside a language model only.
  return architecture.name === 'clip' ? { reason: 'projector-only' } : null;
};
