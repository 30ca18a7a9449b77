import type { FormatId } from './model-facts.ts';

/** The program that runs a session: this page, or the companion on the same machine. */
export type HostId = 'page' | 'companion';

interface Device {
  /** The host that can use it: the page's browser, or only the companion. */
  readonly host: HostId;
  readonly isGpu: boolean;
  /** Its number in links to reports; never reused. */
  readonly codecNumber: number;
}

const deviceTable = {
  wasm: { host: 'page', isGpu: false, codecNumber: 0 },
  webgpu: { host: 'page', isGpu: true, codecNumber: 1 },
  webgl: { host: 'page', isGpu: true, codecNumber: 2 },
  javascript: { host: 'page', isGpu: false, codecNumber: 3 },
} as const satisfies Readonly<Record<string, Device>>;

/** A device that a model can run on. */
export type DeviceId = keyof typeof deviceTable;
export const devices: Readonly<Record<DeviceId, Device>> = deviceTable;
export const deviceIds = Object.keys(devices) as readonly DeviceId[];

/** Devices by their former names, in links and commands of version 0.1.0. */
export const renamedDevices: Readonly<Record<string, DeviceId>> = { cpu: 'javascript' };

/** What the app knows about an engine before loading it. Its costs are in `planner/engine-costs.ts`. */
export interface Engine {
  /** Whether its inputs and outputs are tensors or text. */
  readonly kind: 'tensor' | 'text';
  /** The formats it opens. If several engines open a format, the first in the table is preferred. */
  readonly formats: readonly [FormatId, ...FormatId[]];
  /** The devices it can run on, if present, in order of preference: the first is used unless another is requested. */
  readonly devices: readonly [DeviceId, ...DeviceId[]];
  /** Devices to try, in this order, if the requested one cannot run the model. */
  readonly fallback: readonly DeviceId[];
  /** Its number in links to reports; never reused. */
  readonly codecNumber: number;
  /** For text: whether it supports top-k sampling. */
  readonly topK?: boolean;
  /** For text: whether it continues an answer at the end of a conversation. WebLLM rejects such a conversation. */
  readonly assistantPrefill?: boolean;
  /** For text: whether it reuses the beginning of the last prompt for any other one. */
  readonly promptCache?: boolean;
}

const engineTable = {
  ort: { kind: 'tensor', formats: ['onnx'], devices: ['wasm', 'webgpu'], fallback: ['wasm'], codecNumber: 0 },
  tfjs: {
    kind: 'tensor',
    formats: ['tfjs'],
    devices: ['wasm', 'webgpu', 'webgl', 'javascript'],
    fallback: ['wasm'],
    codecNumber: 1,
  },
  litert: { kind: 'tensor', formats: ['tflite'], devices: ['wasm'], fallback: ['wasm'], codecNumber: 2 },
  wllama: {
    kind: 'text',
    formats: ['gguf'],
    devices: ['wasm', 'webgpu'],
    fallback: ['wasm'],
    codecNumber: 3,
    topK: true,
    assistantPrefill: true,
    promptCache: true,
  },
  webllm: { kind: 'text', formats: ['mlc'], devices: ['webgpu'], fallback: [], codecNumber: 4 },
} as const satisfies Readonly<Record<string, Engine>>;

type Table = typeof engineTable;
type OfKind<Kind extends Engine['kind']> = {
  [Id in keyof Table]: Table[Id]['kind'] extends Kind ? Id : never;
}[keyof Table];

export type EngineId = keyof Table;
/** Engines whose inputs and outputs are tensors. */
export type TensorEngineId = OfKind<'tensor'>;
/** Engines that generate text. */
export type TextEngineId = OfKind<'text'>;

/** The single source of which engine opens which formats on which devices. */
export const engines: Readonly<Record<EngineId, Engine>> = engineTable;
export const engineIds = Object.keys(engines) as readonly EngineId[];
export const tensorEngineIds = engineIds.filter((id): id is TensorEngineId => engines[id].kind === 'tensor');
export const textEngineIds = engineIds.filter(generatesText);

/** Opens a language model if nothing determines its engine; it reports what is wrong with the file. */
export const defaultTextEngine: TextEngineId = 'wllama';

export function generatesText(id: EngineId): id is TextEngineId {
  return engines[id].kind === 'text';
}

/** Where a model runs: host, engine and device. */
export interface Target {
  readonly host: HostId;
  readonly engine: EngineId;
  readonly device: DeviceId;
}

/**
 * Every target that may open a model of a format, in order of preference before anything is known about their speed:
 * forecasts and measurements then sort them by speed. Empty if no engine opens the format.
 */
export function targetsFor(format: FormatId): readonly Target[] {
  return enginesFor(format).flatMap((engine) =>
    engines[engine].devices.map((device) => ({ host: devices[device].host, engine, device })),
  );
}

/** The engines that open a format, preferred first. */
export function enginesFor(format: FormatId): readonly EngineId[] {
  return engineIds.filter((id) => engines[id].formats.includes(format));
}

/** The tensor engines that open a format, preferred first. */
export function tensorEnginesFor(format: FormatId): readonly TensorEngineId[] {
  return tensorEngineIds.filter((id) => engines[id].formats.includes(format));
}

/** The text engines that open a format, preferred first. */
export function textEnginesFor(format: FormatId): readonly TextEngineId[] {
  return textEngineIds.filter((id) => engines[id].formats.includes(format));
}
