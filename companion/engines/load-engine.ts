import type { Session } from '#core/engine/runtime.ts';
import type { NativeEngine } from './native-engine.ts';
import { findLibrary } from './packages/package-state.ts';

/** The companion's engines, each loaded on demand. A new engine is a folder and a line here. */
const engines = {
  ort: async () =>
    (await import('./ort/index.ts')).openOrt(
      (await findLibrary('ort')).path,
      async (id) => (await findLibrary(`ort-${id}`)).path,
    ),
  openvino: async () => (await import('./openvino/index.ts')).openOpenvino((await findLibrary('openvino')).path),
  litert: async () => {
    const { path, version } = await findLibrary('litert');
    return (await import('./litert/index.ts')).openLitert(path, version ?? 'unknown');
  },
  llama: async () => {
    const { path } = await findLibrary('llama-cuda', 'llama-vulkan', 'llama');
    return (await import('./llama/index.ts')).openLlama(path);
  },
} satisfies Readonly<Record<string, () => Promise<NativeEngine<Session>>>>;

export type NativeEngineId = keyof typeof engines;
export const nativeEngineIds = Object.keys(engines) as readonly NativeEngineId[];

/**
 * Loads an engine into this process.
 * @throws AppError engine-not-ready | engine-unavailable
 */
export function loadEngine(id: NativeEngineId): Promise<NativeEngine<Session>> {
  return engines[id]();
}
