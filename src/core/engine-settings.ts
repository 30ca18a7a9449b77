import type { DeviceId, OpenOptions, RuntimeId, TextRuntimeId } from './runtime.ts';

/** Threads that may be asked for at most; an engine takes no more than the device has. */
export const mostThreads = 64;

/** How an engine is opened, beside device and threads. Absent: as the engine does by itself. */
export type EngineSettings = Pick<OpenOptions, 'graphOptimisation' | 'memoryPattern' | 'precision'>;
export type EngineSetting = keyof EngineSettings;

/** The devices on which an engine has a setting. The precision of all others is that of the model's file. */
const devicesWith: Readonly<
  Record<RuntimeId | TextRuntimeId, Readonly<Partial<Record<EngineSetting, readonly DeviceId[]>>>>
> = {
  ort: { graphOptimisation: ['wasm', 'webgpu'], memoryPattern: ['wasm', 'webgpu'] },
  tfjs: { precision: ['webgl'] },
  litert: {},
  wllama: {},
  webllm: {},
};

/** What may be set on an engine when it runs on `device`. */
export function settingsFor(runtime: RuntimeId | TextRuntimeId, device: DeviceId): readonly EngineSetting[] {
  const settings = Object.keys(devicesWith[runtime]) as EngineSetting[];
  return settings.filter((setting) => devicesWith[runtime][setting]?.includes(device));
}

/** The settings among `from` that are set. */
export function settingsOf({ graphOptimisation, memoryPattern, precision }: EngineSettings): EngineSettings {
  return {
    ...(graphOptimisation !== undefined && { graphOptimisation }),
    ...(memoryPattern !== undefined && { memoryPattern }),
    ...(precision !== undefined && { precision }),
  };
}
