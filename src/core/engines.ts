import type { FormatId } from './model-facts.ts';

/** The program that holds a session: this page, or the companion on the same machine. */
export type HostId = 'page' | 'companion';

interface Device {
  /** Where it is: a device of the page's browser, or one that only the companion reaches. */
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

/** What a model can run on. */
export type DeviceId = keyof typeof deviceTable;
export const devices: Readonly<Record<DeviceId, Device>> = deviceTable;
export const deviceIds = Object.keys(devices) as readonly DeviceId[];

/** Devices by the names that links and commands of version 0.1.0 gave them. */
export const renamedDevices: Readonly<Record<string, DeviceId>> = { cpu: 'javascript' };

/** Everything that the app knows of an engine before it is loaded; what it costs: `planner/engine-costs.ts`. */
export interface Engine {
  /** Whether it takes and gives tensors, or text. */
  readonly kind: 'tensor' | 'text';
  /** What it opens. Where several engines open a format, the first one of the table is preferred. */
  readonly formats: readonly [FormatId, ...FormatId[]];
  /** What it can run on, where that exists, in the order in which we prefer it: the first is taken unless another is named. */
  readonly devices: readonly [DeviceId, ...DeviceId[]];
  /** Devices to try, in this order, where the one that was asked for cannot take the model. */
  readonly fallback: readonly DeviceId[];
  /** Its number in links to reports; never reused. */
  readonly codecNumber: number;
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
  wllama: { kind: 'text', formats: ['gguf'], devices: ['wasm', 'webgpu'], fallback: ['wasm'], codecNumber: 3 },
  webllm: { kind: 'text', formats: ['mlc'], devices: ['webgpu'], fallback: [], codecNumber: 4 },
} as const satisfies Readonly<Record<string, Engine>>;

type Table = typeof engineTable;
type OfKind<Kind extends Engine['kind']> = {
  [Id in keyof Table]: Table[Id]['kind'] extends Kind ? Id : never;
}[keyof Table];

export type EngineId = keyof Table;
/** Engines that take and give tensors. */
export type TensorEngineId = OfKind<'tensor'>;
/** Engines that generate text. */
export type TextEngineId = OfKind<'text'>;

/** What runs what, and where: the one place that says so. */
export const engines: Readonly<Record<EngineId, Engine>> = engineTable;
export const engineIds = Object.keys(engines) as readonly EngineId[];
export const tensorEngineIds = engineIds.filter((id): id is TensorEngineId => engines[id].kind === 'tensor');
export const textEngineIds = engineIds.filter(generatesText);

export function generatesText(id: EngineId): id is TextEngineId {
  return engines[id].kind === 'text';
}

/** Where a model can run. */
export interface Target {
  readonly host: HostId;
  readonly engine: EngineId;
  readonly device: DeviceId;
}

/**
 * Every target that may open a model of a format, in the order in which we prefer them where nothing else is known:
 * forecasts and measurements order them by speed. Empty where no engine opens the format.
 */
export function targetsFor(format: FormatId): readonly Target[] {
  return enginesFor(format).flatMap((engine) =>
    engines[engine].devices.map((device) => ({ host: devices[device].host, engine, device })),
  );
}

/** The engines that open a format, the preferred one first. */
export function enginesFor(format: FormatId): readonly EngineId[] {
  return engineIds.filter((id) => engines[id].formats.includes(format));
}

/** The engines that run tensors through models of a format, the preferred one first. */
export function tensorEnginesFor(format: FormatId): readonly TensorEngineId[] {
  return tensorEngineIds.filter((id) => engines[id].formats.includes(format));
}

/** The engines that generate text with models of a format, the preferred one first. */
export function textEnginesFor(format: FormatId): readonly TextEngineId[] {
  return textEngineIds.filter((id) => engines[id].formats.includes(format));
}
