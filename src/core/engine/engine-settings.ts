import { devices, engines, type DeviceId, type Engine, type EngineId } from './engines.ts';
import type { Architecture } from '../model/model-facts.ts';

/** The maximum number of threads in a request; an engine uses no more than the device has. */
export const maxThreads = 64;

/**
 * Context length in tokens that is opened, and assumed in forecasts, unless the user sets another or the model was
 * trained with a shorter one: enough for a short conversation. The KV cache for a model's full context can be larger
 * than its weights.
 */
export const defaultContextLength = 2048;

/** The context length to open if the user requested `requested` tokens; `null` if the model has no KV cache. */
export function chooseContextLength(
  { contextLength, cacheElementsPerToken }: Pick<Architecture, 'contextLength' | 'cacheElementsPerToken'>,
  requested: number | undefined,
): number | null {
  if (contextLength === null || cacheElementsPerToken === null) return null;
  return Math.min(requested ?? defaultContextLength, contextLength);
}

interface SettingBase {
  /** Name of the setting in links, and after `--` on the command line. */
  readonly link: string;
  /** Number of the setting in links to reports; never reused. */
  readonly codecNumber: number;
  /** The engines that support it, and on which of their devices. */
  readonly devices: Readonly<Partial<Record<EngineId, readonly DeviceId[]>>>;
  /**
   * The values that may make a model faster or smaller in memory, which tuning tries in addition to the default; absent if the
   * setting changes neither, or if it changes what the user asked for.
   */
  readonly tunedValues?: readonly SettingValue[];
}

/** One of several named values, each with its number in links to reports; numbers are never reused. */
interface ChoiceSetting extends SettingBase {
  readonly kind: 'choice';
  readonly choices: Readonly<Record<string, number>>;
  /** The engine's default; `null` if it depends on the model or device. */
  readonly default: string | null;
}

/** A setting that is on or off. */
interface SwitchSetting extends SettingBase {
  readonly kind: 'switch';
  readonly default: boolean | null;
}

/** A whole number from `min` to `max`. */
interface NumberSetting extends SettingBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly default: number | null;
}

export type Setting = ChoiceSetting | SwitchSetting | NumberSetting;

/** The devices of the companion. */
const hardware = ['cpu', 'gpu', 'npu'] as const;

const settingTable = {
  /** The level of graph optimisation before the model runs. */
  graphOptimisation: {
    kind: 'choice',
    choices: { disabled: 0, basic: 1, extended: 2, all: 3 },
    default: 'all',
    link: 'graph',
    codecNumber: 1,
    tunedValues: ['extended', 'basic', 'disabled'],
    devices: { ort: ['wasm', 'webgpu', ...hardware] },
  },
  /** Allocate the memory of later runs by the pattern of the first run with the same shapes. */
  memoryPattern: {
    kind: 'switch',
    default: true,
    link: 'memory',
    codecNumber: 2,
    tunedValues: [false],
    devices: { ort: ['wasm', 'webgpu', ...hardware] },
  },
  /** The type of values stored between operators, if it differs from that in the model file. */
  precision: {
    kind: 'choice',
    choices: { float32: 0, float16: 1 },
    default: null,
    link: 'precision',
    codecNumber: 3,
    tunedValues: ['float32', 'float16'],
    devices: { tfjs: ['webgl'] },
  },
  /**
   * Context length in tokens. Default: `defaultContextLength`, or the model's trained context length if that is
   * shorter.
   */
  contextLength: {
    kind: 'number',
    min: 64,
    max: 1_048_576,
    default: null,
    link: 'context',
    codecNumber: 4,
    devices: { wllama: ['wasm', 'webgpu'], webllm: ['webgpu'], llama: ['cpu', 'gpu'], 'ort-text': ['wasm', 'webgpu'] },
  },
  /** Threads that run several operators at once, with the execution mode `parallel`. */
  interOpThreads: {
    kind: 'number',
    min: 1,
    max: maxThreads,
    default: null,
    link: 'inter-op-threads',
    codecNumber: 5,
    devices: { ort: hardware },
  },
  /** Whether operators that do not depend on each other run at once. */
  executionMode: {
    kind: 'choice',
    choices: { sequential: 0, parallel: 1 },
    default: 'sequential',
    link: 'execution',
    codecNumber: 6,
    tunedValues: ['parallel'],
    devices: { ort: hardware },
  },
  /** Keep freed memory for later allocations. */
  memoryArena: {
    kind: 'switch',
    default: true,
    link: 'arena',
    codecNumber: 7,
    tunedValues: [false],
    devices: { ort: hardware },
  },
  /** The least severe messages that the engine writes to its log. */
  logLevel: {
    kind: 'choice',
    choices: { verbose: 0, info: 1, warning: 2, error: 3, fatal: 4 },
    default: 'warning',
    link: 'log',
    codecNumber: 8,
    devices: { ort: hardware },
  },
  /** onnxruntime's execution provider: the library through which it uses a device. */
  provider: {
    kind: 'choice',
    choices: {
      cpu: 0,
      openvino: 1,
      webgpu: 2,
      cuda: 3,
      tensorrt: 4,
      'tensorrt-rtx': 5,
      qnn: 6,
      coreml: 7,
      directml: 8,
      mlx: 9,
      cann: 10,
      migraphx: 11,
      vitisai: 12,
    },
    default: 'cpu',
    link: 'provider',
    codecNumber: 9,
    devices: { ort: hardware },
  },
  /** The type in which the engine computes. Assay's default: OpenVINO's own is bfloat16 on CPUs that have it. */
  computePrecision: {
    kind: 'choice',
    choices: { float32: 0, float16: 1, bfloat16: 2 },
    default: 'float32',
    link: 'compute',
    codecNumber: 10,
    tunedValues: ['float16', 'bfloat16'],
    devices: { ort: hardware, openvino: hardware },
  },
  /** What the engine is tuned for: one inference at a time, or many. */
  performanceHint: {
    kind: 'choice',
    choices: { latency: 0, throughput: 1 },
    default: 'latency',
    link: 'hint',
    codecNumber: 11,
    devices: { openvino: hardware, ort: hardware },
  },
  /** Inferences that may run at once. */
  streams: {
    kind: 'number',
    min: 1,
    max: maxThreads,
    default: null,
    link: 'streams',
    codecNumber: 12,
    devices: { openvino: hardware },
  },
  /** Store the compiled model, so the next session opens faster. */
  modelCache: {
    kind: 'switch',
    default: false,
    link: 'model-cache',
    codecNumber: 13,
    devices: { openvino: hardware, ort: hardware },
  },
  /** OpenVINO's AUTO: it starts on the CPU and chooses among all its devices; the report has the one that it chose. */
  automaticDevice: {
    kind: 'switch',
    default: false,
    link: 'auto-device',
    codecNumber: 14,
    devices: { openvino: hardware },
  },
  /** Layers of a language model on the GPU; the others run on the CPU. Default: as many as fit. */
  gpuLayers: {
    kind: 'number',
    min: 1,
    max: 1000,
    default: null,
    link: 'gpu-layers',
    codecNumber: 20,
    devices: { llama: ['gpu'] },
  },
  /** Keep the weights in physical memory, so they are never swapped out. */
  memoryLock: { kind: 'switch', default: false, link: 'mlock', codecNumber: 21, devices: { llama: ['cpu', 'gpu'] } },
  /** Prompt tokens that are processed at once. */
  batchSize: {
    kind: 'number',
    min: 1,
    max: 8192,
    default: 512,
    link: 'batch',
    codecNumber: 22,
    tunedValues: [128, 2048],
    devices: { llama: ['cpu', 'gpu'] },
  },
  /** Compute attention without storing its matrix. */
  flashAttention: {
    kind: 'switch',
    default: true,
    link: 'flash',
    codecNumber: 23,
    tunedValues: [false],
    devices: { llama: ['cpu', 'gpu'] },
  },
  /** Store the state of the context when the model is closed, so that the next session continues from it. */
  promptCache: {
    kind: 'switch',
    default: false,
    link: 'prompt-cache',
    codecNumber: 24,
    devices: { llama: ['cpu', 'gpu'] },
  },
} as const satisfies Readonly<Record<string, Setting>>;

type Table = typeof settingTable;
type ValueOf<Of extends Setting> = Of extends ChoiceSetting
  ? keyof Of['choices']
  : Of extends SwitchSetting
    ? boolean
    : number;

export type SettingId = keyof Table;
/** How an engine is opened, except device and threads. If a setting is absent, the engine decides. */
export type EngineSettings = { readonly [Id in SettingId]?: ValueOf<Table[Id]> };
export type SettingValue = string | number | boolean;

/** The texts that each language must have for each setting. */
export type SettingWords = {
  readonly [Id in SettingId]: { readonly name: string; readonly help: string } & (Table[Id] extends ChoiceSetting
    ? { readonly values: Readonly<Record<keyof Table[Id]['choices'], string>> }
    : Table[Id] extends SwitchSetting
      ? { readonly values: Readonly<Record<'on' | 'off', string>> }
      : unknown);
};

/**
 * Every setting of every engine. Panels, links, exports, the fields of a report and the options of the command line are
 * made from this table; the words for an entry are in `words/<language>/engine.ts`.
 */
export const engineSettings: Readonly<Record<SettingId, Setting>> = settingTable;
export const settingIds = Object.keys(engineSettings) as readonly SettingId[];

/** The settings that an engine supports on `device`. */
export function listSupportedSettings(engine: EngineId, device: DeviceId): readonly SettingId[] {
  return settingIds.filter((id) => engineSettings[id].devices[engine]?.includes(device));
}

/** The settings that any engine of a kind supports. */
export function listSettingsOfKind(kind: Engine['kind']): readonly SettingId[] {
  const belongsToKind = (engine: string) => engines[engine as EngineId].kind === kind;
  return settingIds.filter((id) => Object.keys(engineSettings[id].devices).some(belongsToKind));
}

/** The ids of the settings that are set. */
export function listSettingIds(from: EngineSettings): readonly SettingId[] {
  return settingIds.filter((id) => from[id] !== undefined);
}

/** Only the settings of `from` that are set. */
export function pickEngineSettings(from: EngineSettings): EngineSettings {
  return buildSettings((id) => from[id]);
}

/** `from` with one setting changed; with `null`, the engine decides. */
export function withSetting<T extends EngineSettings>(from: T, id: SettingId, value: SettingValue | null): T {
  const { [id]: _before, ...unsupportedIds } = from;
  return (value === null ? unsupportedIds : { ...unsupportedIds, [id]: value }) as T; // the caller ensures that the value is valid
}

/** `from` without the settings that an engine does not support on a device. */
export function withSupportedSettings<T extends EngineSettings>(from: T, engine: EngineId, device: DeviceId): T {
  const supported = listSupportedSettings(engine, device);
  const unsupportedIds = listSettingIds(from).filter((id) => !supported.includes(id));
  return unsupportedIds.reduce((left, id) => withSetting(left, id, null), from);
}

/**
 * Builds settings from the values that `valueOf` returns; `undefined` omits one. The caller ensures that each value is
 * valid.
 */
export function buildSettings(valueOf: (id: SettingId) => SettingValue | undefined): EngineSettings {
  const entries = settingIds.map((id) => [id, valueOf(id)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as EngineSettings;
}

/** The values of a non-numeric setting, as spelled in links and commands. */
export function listSettingTexts(setting: Exclude<Setting, NumberSetting>): readonly string[] {
  return setting.kind === 'switch' ? ['on', 'off'] : Object.keys(setting.choices);
}

/** A value as spelled in links and exports. */
export function formatSetting(value: SettingValue): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/** The settings that are set, as spelled in links and exports: `[['graph', 'all'], ['memory', 'off']]`. */
export function listSettingPairs(from: EngineSettings): readonly (readonly [link: string, text: string])[] {
  return settingIds.flatMap((id) => {
    const value = from[id];
    return value === undefined ? [] : [[engineSettings[id].link, formatSetting(value)] as const];
  });
}

/**
 * The devices on which to try opening a model, in order: the requested one, then the engine's fallback on its host. A
 * fallback that
 * does not support one of the settings is omitted, since its result would not answer the request.
 */
export function listDevicesToTry(
  engine: EngineId,
  device: DeviceId,
  settings: EngineSettings = {},
): readonly DeviceId[] {
  const hasAll = (other: DeviceId) =>
    listSettingIds(settings).every((id) => listSupportedSettings(engine, other).includes(id));
  const isOther = (other: DeviceId) => other !== device && devices[other].host === devices[device].host;
  return [device, ...engines[engine].fallback.filter((other) => isOther(other) && hasAll(other))];
}
