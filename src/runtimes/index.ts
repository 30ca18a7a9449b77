import type { Runtime, RuntimeId } from '#core/runtime.ts';

/** Every engine, loaded when it is asked for. A new one is a folder and a line here. */
export const runtimes = {
  ort: async () => (await import('./ort/index.ts')).ort,
  tfjs: async () => (await import('./tfjs/index.ts')).tfjs,
} satisfies Record<RuntimeId, () => Promise<Runtime>>;
