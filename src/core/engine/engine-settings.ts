import { devices, engines, type DeviceId, type Engine, type EngineId } from './engines.ts';
import type { Architecture } from '../model/model-facts.ts';

/** The maximum number of threads in a request. Engines use at most those of the device. */
export const maxThreads = 64;

/**
 * The default context length in tokens, also in forecasts, limited to the trained context length of the model. It suffices
 * for a short conversation. The KV cache of a model's full context can be larger than its weights.
 */
export const defaultContextLength = 2048;

/** Chooses the context length to open; `null` if the model has no KV cache. */
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
  /** Number of the setting in report links; never reused. */
  readonly codecNumber: number;
  /** The engines that support it, and on which of their devices. */
  readonly devices: Readonly<Partial<Record<EngineId, readonly DeviceId[]>>>;
  /**
   * The values that tuning tries in addition to the default, because they may reduce time or memory. Absent if the setting
   * affects neither, or if it changes what the user requested.
   */
  readonly tunedValues?: readonly SettingValue[];
}

/** One of several named values, each with its number in report links, which is never reused. */
interface ChoiceSetting extends SettingBase {
  readonly kind: 'choice';
  readonly choices: Readonly<Record<string, number>>;
  /** The engine's default; `null` if it depends on the model or device. */
  readonly default: string | null;
}

/** A boolean setting. */
interface SwitchSetting extends SettingBase {
  readonly kind: 'switch';
  readonly default: boolean | null;
}

/** An integer from `min` to `max`. */
interface NumberSetting extends SettingBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly default: number | null;
}

export type Setting = ChoiceSetting | SwitchSetting | NumberSetting;

/** The companion's hardware devices. */
const hardware = ['cpu', 'gpu', 'npu'] as const;

const settingTable = {
  /** The graph optimisation level. */
  graphOptimisation: {
    kind: 'choice',
    choices: { disabled: 0, basic: 1, extended: 2, all: 3 },
    default: 'all',
    link: 'graph',
    codecNumber: 1,
    tunedValues: ['extended', 'basic', 'disabled'],
    devices: { ort: ['wasm', 'webgpu', ...hardware] },
  },
  /** Whether later runs reuse the memory allocation pattern of the first run with the same shapes. */
  memoryPattern: {
    kind: 'switch',
    default: true,
    link: 'memory',
    codecNumber: 2,
    tunedValues: [false],
    devices: { ort: ['wasm', 'webgpu', ...hardware] },
  },
  /** The type of activations, if it differs from that in the model file. */
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
   * Context length in tokens. By default `defaultContextLength`, or the model's trained context length if that is
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
  /** Number of operators that run concurrently in the execution mode `parallel`. */
  interOpThreads: {
    kind: 'number',
    min: 1,
    max: maxThreads,
    default: null,
    link: 'inter-op-threads',
    codecNumber: 5,
    devices: { ort: hardware },
  },
  /** Whether independent operators run concurrently. */
  executionMode: {
    kind: 'choice',
    choices: { sequential: 0, parallel: 1 },
    default: 'sequential',
    link: 'execution',
    codecNumber: 6,
    tunedValues: ['parallel'],
    devices: { ort: hardware },
  },
  /** Whether freed memory is retained for later allocations. */
  memoryArena: {
    kind: 'switch',
    default: true,
    link: 'arena',
    codecNumber: 7,
    tunedValues: [false],
    devices: { ort: hardware },
  },
  /** The minimum severity of log messages. */
  logLevel: {
    kind: 'choice',
    choices: { verbose: 0, info: 1, warning: 2, error: 3, fatal: 4 },
    default: 'warning',
    link: 'log',
    codecNumber: 8,
    devices: { ort: hardware },
  },
  /** onnxruntime's execution provider. */
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
  /** The type in which the engine computes. OpenVINO's own default is bfloat16 on CPUs that support it. */
  computePrecision: {
    kind: 'choice',
    choices: { float32: 0, float16: 1, bfloat16: 2 },
    default: 'float32',
    link: 'compute',
    codecNumber: 10,
    tunedValues: ['float16', 'bfloat16'],
    devices: { ort: hardware, openvino: hardware },
  },
  /** Whether the engine optimises for one inference at a time or for many. */
  performanceHint: {
    kind: 'choice',
    choices: { latency: 0, throughput: 1 },
    default: 'latency',
    link: 'hint',
    codecNumber: 11,
    devices: { openvino: hardware, ort: hardware },
  },
  /** Maximum number of concurrent inferences. */
  streams: {
    kind: 'number',
    min: 1,
    max: maxThreads,
    default: null,
    link: 'streams',
    codecNumber: 12,
    devices: { openvino: hardware },
  },
  /** Whether the compiled model is stored, so that the next session opens faster. */
  modelCache: {
    kind: 'switch',
    default: false,
    link: 'model-cache',
    codecNumber: 13,
    devices: { openvino: hardware, ort: hardware },
  },
  /**
   * Whether OpenVINO's device AUTO is used, which starts on the CPU and then chooses a device. The report contains the
   * chosen device.
   */
  automaticDevice: {
    kind: 'switch',
    default: false,
    link: 'auto-device',
    codecNumber: 14,
    devices: { openvino: hardware },
  },
  /** Number of layers on the GPU; the others run on the CPU. By default, as many as fit. */
  gpuLayers: {
    kind: 'number',
    min: 1,
    max: 1000,
    default: null,
    link: 'gpu-layers',
    codecNumber: 20,
    devices: { llama: ['gpu'] },
  },
  /** Whether the weights are locked in physical memory, so that they are never swapped out. */
  memoryLock: { kind: 'switch', default: false, link: 'mlock', codecNumber: 21, devices: { llama: ['cpu', 'gpu'] } },
  /** Number of prompt tokens per batch. */
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
  /** Whether attention is computed without storing its matrix. */
  flashAttention: {
    kind: 'switch',
    default: true,
    link: 'flash',
    codecNumber: 23,
    tunedValues: [false],
    devices: { llama: ['cpu', 'gpu'], wllama: ['wasm'] },
  },
  /** Whether the context is stored when the model is closed, and restored by the next session. */
  promptCache: {
    kind: 'switch',
    default: false,
    link: 'prompt-cache',
    codecNumber: 24,
    devices: { llama: ['cpu', 'gpu'] },
  },
} as const satisfies Readonly<Record<string, Setting>>;

type Table = typeof settingTable;
type ValueOf<S extends Setting> = S extends ChoiceSetting
  ? keyof S['choices']
  : S extends SwitchSetting
    ? boolean
    : number;

export type SettingId = keyof Table;
/** The options of an engine other than device and threads. If a setting is absent, the engine's default applies. */
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
 * The settings of all engines. Panels, links, exports, report fields and command-line options are derived from this table.
 * The texts of an entry are in `words/<language>/device/engine.ts`.
 */
export const engineSettings: Readonly<Record<SettingId, Setting>> = settingTable;
export const settingIds = Object.keys(engineSettings) as readonly SettingId[];

/** The settings that an engine supports on a device. */
export function listSupportedSettings(engine: EngineId, device: DeviceId): readonly SettingId[] {
  return settingIds.filter((id) => engineSettings[id].devices[engine]?.includes(device));
}

/** The settings that any engine of a kind supports. */
export function listSettingsOfKind(kind: Engine['kind']): readonly SettingId[] {
  const belongsToKind = (engine: string) => engines[engine as EngineId].kind === kind;
  return settingIds.filter((id) => Object.keys(engineSettings[id].devices).some(belongsToKind));
}

/** The ids of the settings that are set. */
export function listSettingIds(settings: EngineSettings): readonly SettingId[] {
  return settingIds.filter((id) => settings[id] !== undefined);
}

/** Picks the engine settings that are set, without other fields. */
export function pickEngineSettings(settings: EngineSettings): EngineSettings {
  return buildSettings((id) => settings[id]);
}

/** Copies an object with one setting changed, or removed if `value` is `null`. */
export function changeSetting<T extends EngineSettings>(settings: T, id: SettingId, value: SettingValue | null): T {
  const { [id]: _previous, ...others } = settings;
  return (value === null ? others : { ...others, [id]: value }) as T; // the caller ensures that the value is valid
}

/** Copies an object without the settings that an engine does not support on a device. */
export function pickSupportedSettings<T extends EngineSettings>(settings: T, engine: EngineId, device: DeviceId): T {
  const supportedSettings = listSupportedSettings(engine, device);
  const unsupportedIds = listSettingIds(settings).filter((id) => !supportedSettings.includes(id));
  return unsupportedIds.reduce((reduced, id) => changeSetting(reduced, id, null), settings);
}

/**
 * Builds settings from the values that `getValue` returns; `undefined` omits a setting. The caller ensures that values are
 * valid.
 */
export function buildSettings(getValue: (id: SettingId) => SettingValue | undefined): EngineSettings {
  const entries = settingIds.map((id) => [id, getValue(id)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as EngineSettings;
}

/** The values of a non-numeric setting, as formatted in links and commands. */
export function listSettingTexts(setting: Exclude<Setting, NumberSetting>): readonly string[] {
  return setting.kind === 'switch' ? ['on', 'off'] : Object.keys(setting.choices);
}

/** Formats a value for links and exports. */
export function formatSetting(value: SettingValue): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/** Formats the settings that are set for links and exports: `[['graph', 'all'], ['memory', 'off']]`. */
export function listSettingPairs(settings: EngineSettings): readonly (readonly [link: string, text: string])[] {
  return settingIds.flatMap((id) => {
    const value = settings[id];
    return value === undefined ? [] : [[engineSettings[id].link, formatSetting(value)] as const];
  });
}

/**
 * Lists the devices on which to try to open a model, in order: the requested one, then the engine's fallbacks on the same
 * host. A fallback that does not support all settings is omitted.
 */
export function listDevicesToTry(
  engine: EngineId,
  device: DeviceId,
  settings: EngineSettings = {},
): readonly DeviceId[] {
  const supportsSettings = (other: DeviceId) =>
    listSettingIds(settings).every((id) => listSupportedSettings(engine, other).includes(id));
  const isFallback = (other: DeviceId) => other !== device && devices[other].host === devices[device].host;
  return [device, ...engines[engine].fallback.filter((other) => isFallback(other) && supportsSettings(other))];
}
