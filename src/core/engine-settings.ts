import { engines, type DeviceId, type EngineId } from './engines.ts';
import type { OpenOptions } from './runtime.ts';

/** Threads that may be asked for at most; an engine takes no more than the device has. */
export const maxThreads = 64;

/**
 * Tokens of context opened, and reckoned with, unless the user asks for another number or the model was trained for
 * fewer: what a short conversation takes. A cache for all that a model was trained for can take more than its weights.
 */
export const usualContextLength = 2048;

/** How an engine is opened, beside device and threads. Absent: as the engine does by itself. */
export type EngineSettings = Pick<OpenOptions, 'graphOptimisation' | 'memoryPattern' | 'precision'>;
export type EngineSetting = keyof EngineSettings;

/** The devices on which an engine has a setting. The precision of all others is that of the model's file. */
const devicesWith: Readonly<Record<EngineId, Readonly<Partial<Record<EngineSetting, readonly DeviceId[]>>>>> = {
  ort: { graphOptimisation: engines.ort.devices, memoryPattern: engines.ort.devices },
  tfjs: { precision: ['webgl'] },
  litert: {},
  wllama: {},
  webllm: {},
};

/** What may be set on an engine when it runs on `device`. */
export function settingsFor(runtime: EngineId, device: DeviceId): readonly EngineSetting[] {
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
