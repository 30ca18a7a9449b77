import type { TensorEngineId, TextEngineId } from '#core/engines.ts';
import type { Runtime } from '#core/runtime.ts';
import type { TextSession } from '#core/text.ts';
import { engineLoader } from './engine-loader.ts';

/** Every engine, loaded on demand. Adding one takes a folder and a line here. */
export const runtimes = {
  ort: engineLoader(async () => (await import('./ort/index.ts')).ort, 'ort'),
  tfjs: engineLoader(async () => (await import('./tfjs/index.ts')).tfjs, 'tfjs'),
  litert: engineLoader(async () => (await import('./litert/index.ts')).litert, 'litert'),
} satisfies Record<TensorEngineId, () => Promise<Runtime>>;

/** The engines that generate text. */
export const textRuntimes = {
  wllama: engineLoader(async () => (await import('./wllama/index.ts')).wllama, 'wllama'),
  webllm: engineLoader(async () => (await import('./webllm/index.ts')).webllm, 'webllm'),
} satisfies Record<TextEngineId, () => Promise<Runtime<TextSession>>>;
