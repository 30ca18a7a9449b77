import { engines, type DeviceId, type Engine, type EngineId } from './engines.ts';
import type { Architecture } from './model-facts.ts';

/** Threads that may be asked for at most; an engine takes no more than the device has. */
export const maxThreads = 64;

/**
 * Tokens of context opened, and assumed in forecasts, unless the user asks for another number or the model was trained for
 * fewer: what a short conversation takes. A cache for all that a model was trained for can take more than its weights.
 */
export const defaultContextLength = 2048;

/** Tokens of context that are opened where `asked` are wanted; null: the model keeps no cache of its context. */
export function contextLengthFor(
  { contextLength, cacheElementsPerToken }: Pick<Architecture, 'contextLength' | 'cacheElementsPerToken'>,
  asked: number | undefined,
): number | null {
  if (contextLength === null || cacheElementsPerToken === null) return null;
  return Math.min(asked ?? defaultContextLength, contextLength);
}

interface SettingBase {
  /** Its name in links, and after `--` on the command line. */
  readonly link: string;
  /** Its number in links to reports; never reused. */
  readonly codecNumber: number;
  /** The engines that have it, and on which of their devices. */
  readonly on: Readonly<Partial<Record<EngineId, readonly DeviceId[]>>>;
}

/** One of some names, each with its number in links to reports; numbers are never reused. */
interface ChoiceSetting extends SettingBase {
  readonly kind: 'choice';
  readonly choices: Readonly<Record<string, number>>;
  /** What the engine does where it is left alone; null: that depends on model or device. */
  readonly default: string | null;
}

/** On or off. */
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

const settingTable = {
  /** How far the graph is rewritten before it runs. */
  graphOptimisation: {
    kind: 'choice',
    choices: { disabled: 0, basic: 1, extended: 2, all: 3 },
    default: 'all',
    link: 'graph',
    codecNumber: 1,
    on: { ort: ['wasm', 'webgpu'] },
  },
  /** Plan the memory of a whole run from the first one with the same shapes. */
  memoryPattern: {
    kind: 'switch',
    default: true,
    link: 'memory',
    codecNumber: 2,
    on: { ort: ['wasm', 'webgpu'] },
  },
  /** The type in which values are stored between operators, where it is not that of the model's file. */
  precision: {
    kind: 'choice',
    choices: { float32: 0, float16: 1 },
    default: null,
    link: 'precision',
    codecNumber: 3,
    on: { tfjs: ['webgl'] },
  },
  /** Tokens of context. Left alone: `defaultContextLength`, or what the model was trained for if that is less. */
  contextLength: {
    kind: 'number',
    min: 64,
    max: 1_048_576,
    default: null,
    link: 'context',
    codecNumber: 4,
    on: { wllama: ['wasm', 'webgpu'], webllm: ['webgpu'] },
  },
} as const satisfies Readonly<Record<string, Setting>>;

type Table = typeof settingTable;
type ValueOf<Of extends Setting> = Of extends ChoiceSetting
  ? keyof Of['choices']
  : Of extends SwitchSetting
    ? boolean
    : number;

export type SettingId = keyof Table;
/** How an engine is opened, apart from device and threads. An absent setting is left to the engine. */
export type EngineSettings = { readonly [Id in SettingId]?: ValueOf<Table[Id]> };
export type SettingValue = string | number | boolean;

/** What a language has to say of each setting. */
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

/** The settings that an engine has when it runs on `device`. */
export function settingsFor(engine: EngineId, device: DeviceId): readonly SettingId[] {
  return settingIds.filter((id) => engineSettings[id].on[engine]?.includes(device));
}

/** The settings that any engine of a kind has. */
export function settingsOfKind(kind: Engine['kind']): readonly SettingId[] {
  const isOfKind = (engine: string) => engines[engine as EngineId].kind === kind;
  return settingIds.filter((id) => Object.keys(engineSettings[id].on).some(isOfKind));
}

/** Which settings are set. */
export function idsOfSettings(from: EngineSettings): readonly SettingId[] {
  return settingIds.filter((id) => from[id] !== undefined);
}

/** The settings among `from` that are set, and nothing else of it. */
export function settingsOf(from: EngineSettings): EngineSettings {
  return settingsFrom((id) => from[id]);
}

/** `from` with one setting changed; null leaves it to the engine. */
export function withSetting<T extends EngineSettings>(from: T, id: SettingId, value: SettingValue | null): T {
  const { [id]: _before, ...others } = from;
  return (value === null ? others : { ...others, [id]: value }) as T; // the caller vouches for the value
}

/** Settings by what `valueOf` says of each; undefined leaves one out. The caller vouches that a value is one of the setting's. */
export function settingsFrom(valueOf: (id: SettingId) => SettingValue | undefined): EngineSettings {
  const entries = settingIds.map((id) => [id, valueOf(id)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as EngineSettings;
}

/** How links and commands spell the values of a setting that is no number. */
export function settingTexts(setting: Exclude<Setting, NumberSetting>): readonly string[] {
  return setting.kind === 'switch' ? ['on', 'off'] : Object.keys(setting.choices);
}

/** A value as links and exports spell it. */
export function settingText(value: SettingValue): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/** The settings that are set, as links and exports spell them: `[['graph', 'all'], ['memory', 'off']]`. */
export function settingPairs(from: EngineSettings): readonly (readonly [link: string, text: string])[] {
  return settingIds.flatMap((id) => {
    const value = from[id];
    return value === undefined ? [] : [[engineSettings[id].link, settingText(value)] as const];
  });
}

/**
 * The devices on which a model is to be opened, in order: the one that was asked for, then the engine's fallback. A
 * fallback that lacks one of the settings would answer another question, so it is left out.
 */
export function devicesToTry(engine: EngineId, device: DeviceId, settings: EngineSettings = {}): readonly DeviceId[] {
  const hasAll = (other: DeviceId) => idsOfSettings(settings).every((id) => settingsFor(engine, other).includes(id));
  return [device, ...engines[engine].fallback.filter((other) => other !== device && hasAll(other))];
}
