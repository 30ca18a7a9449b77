import type { TensorEngineId, TextEngineId } from '#core/engines.ts';
import type { Runtime } from '#core/runtime.ts';
import type { TextSession } from '#core/text.ts';

/** Every engine, loaded on demand. Adding one takes a folder and a line here. */
export const runtimes = {
  ort: async () => (await import('./ort/index.ts')).ort,
  tfjs: async () => (await import('./tfjs/index.ts')).tfjs,
  litert: async () => (await import('./litert/index.ts')).litert,
} satisfies Record<TensorEngineId, () => Promise<Runtime>>;

/** The engines that generate text. */
export const textRuntimes = {
  wllama: async () => (await import('./wllama/index.ts')).wllama,
  webllm: async () => (await import('./webllm/index.ts')).webllm,
} satisfies Record<TextEngineId, () => Promise<Runtime<TextSession>>>;
