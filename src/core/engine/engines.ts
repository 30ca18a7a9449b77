import type { FormatId } from '../model/model-facts.ts';

/** The program that runs a session: the page, or the companion on the same machine. */
export type HostId = 'page' | 'companion';

interface Device {
  /** The only host that can use it. */
  readonly host: HostId;
  readonly isGpu: boolean;
  /** The number in links to reports; never reused. */
  readonly codecNumber: number;
}

const deviceTable = {
  wasm: { host: 'page', isGpu: false, codecNumber: 0 },
  webgpu: { host: 'page', isGpu: true, codecNumber: 1 },
  webgl: { host: 'page', isGpu: true, codecNumber: 2 },
  javascript: { host: 'page', isGpu: false, codecNumber: 3 },
  // Hardware. The library that uses it (onnxruntime's execution provider) is a setting of the engine.
  cpu: { host: 'companion', isGpu: false, codecNumber: 4 },
  gpu: { host: 'companion', isGpu: true, codecNumber: 5 },
  npu: { host: 'companion', isGpu: false, codecNumber: 6 },
  // A remote server that the companion forwards requests to. Its hardware is unknown.
  server: { host: 'companion', isGpu: false, codecNumber: 7 },
} as const satisfies Readonly<Record<string, Device>>;

/** A device that a model can run on. */
export type DeviceId = keyof typeof deviceTable;
export const devices: Readonly<Record<DeviceId, Device>> = deviceTable;
const deviceIds = Object.keys(devices) as readonly DeviceId[];
/** The devices of the page, for its links and menus. */
export const pageDeviceIds = deviceIds.filter((id) => devices[id].host === 'page');

/** Devices by their names in links and commands of version 0.1.0. */
export const renamedDevices: Readonly<Record<string, DeviceId>> = { cpu: 'javascript' };

/** The properties of an engine. Its costs are in `planner/engine-costs.ts`. */
export interface Engine {
  /** Whether its inputs and outputs are tensors or text. */
  readonly kind: 'tensor' | 'text';
  /** The formats that it opens, on every host; empty for servers. Of several engines, the first in the table is preferred. */
  readonly formats: readonly FormatId[];
  /**
   * The formats that it converts when it opens a model, and the devices that can run the converted model. It is never
   * recommended for them, because the memory and speed of a converted model are unknown.
   */
  readonly converts?: Readonly<Partial<Record<FormatId, readonly DeviceId[]>>>;
  /**
   * The devices that it supports, in order of preference on each host: the first is the default. The engine runs on the
   * hosts of these devices.
   */
  readonly devices: readonly [DeviceId, ...DeviceId[]];
  /** Devices of the same host to try in this order if the requested one cannot run the model. */
  readonly fallback: readonly DeviceId[];
  /** The number in links to reports; never reused. */
  readonly codecNumber: number;
  /** Whether it always uses one CPU thread. */
  readonly isSingleThreaded?: boolean;
  /** Whether a text engine supports top-k sampling. */
  readonly topK?: boolean;
  /** Whether a text engine continues a partial answer at the end of a conversation. WebLLM rejects it. */
  readonly assistantPrefill?: boolean;
  /** Whether a text engine reuses the common prefix of consecutive prompts. */
  readonly promptCache?: boolean;
  /** Whether the sessions of a text engine have `TextSession.scores`. */
  readonly tokenScores?: boolean;
}

const engineTable = {
  ort: {
    kind: 'tensor',
    formats: ['onnx'],
    devices: ['wasm', 'webgpu', 'cpu', 'gpu', 'npu'],
    fallback: ['wasm', 'cpu'],
    codecNumber: 0,
  },
  tfjs: {
    kind: 'tensor',
    formats: ['tfjs'],
    devices: ['wasm', 'webgpu', 'webgl', 'javascript'],
    fallback: ['wasm'],
    codecNumber: 1,
    isSingleThreaded: true,
  },
  litert: {
    kind: 'tensor',
    formats: ['tflite'],
    devices: ['wasm', 'cpu', 'gpu', 'npu'],
    fallback: ['wasm', 'cpu'],
    codecNumber: 2,
  },
  wllama: {
    kind: 'text',
    formats: ['gguf'],
    devices: ['wasm', 'webgpu'],
    fallback: ['wasm'],
    codecNumber: 3,
    topK: true,
    assistantPrefill: true,
    promptCache: true,
    tokenScores: true,
  },
  webllm: { kind: 'text', formats: ['mlc'], devices: ['webgpu'], fallback: [], codecNumber: 4 },
  openvino: {
    kind: 'tensor',
    formats: ['openvino', 'onnx', 'tflite'],
    devices: ['cpu', 'gpu', 'npu'],
    fallback: ['cpu'],
    codecNumber: 5,
  },
  llama: {
    kind: 'text',
    formats: ['gguf'],
    devices: ['cpu', 'gpu'],
    fallback: ['cpu'],
    codecNumber: 6,
    topK: true,
    assistantPrefill: true,
    promptCache: true,
    tokenScores: true,
  },
  'ort-text': {
    kind: 'text',
    formats: ['onnx', 'gguf'],
    converts: { gguf: ['wasm'] }, // WebGPU has no kernel for integer matrix multiplications
    devices: ['wasm', 'webgpu'],
    fallback: ['wasm'],
    codecNumber: 11,
    topK: true,
    assistantPrefill: true,
    promptCache: true,
    tokenScores: true,
  },
  // Remote servers, by their protocol.
  oip: { kind: 'tensor', formats: [], devices: ['server'], fallback: [], codecNumber: 9 },
  openai: {
    kind: 'text',
    formats: [],
    devices: ['server'],
    fallback: [],
    codecNumber: 10,
    topK: true,
    assistantPrefill: true,
    promptCache: true,
  },
} as const satisfies Readonly<Record<string, Engine>>;

type Table = typeof engineTable;
type EngineOfKind<Kind extends Engine['kind']> = {
  [Id in keyof Table]: Table[Id]['kind'] extends Kind ? Id : never;
}[keyof Table];
type DeviceOfHost<Host extends HostId> = {
  [Id in DeviceId]: (typeof deviceTable)[Id]['host'] extends Host ? Id : never;
}[DeviceId];
type EngineOfHost<Host extends HostId> = {
  [Id in keyof Table]: Extract<Table[Id]['devices'][number], DeviceOfHost<Host>> extends never ? never : Id;
}[keyof Table];

export type EngineId = keyof Table;
/** Engines whose inputs and outputs are tensors. */
export type TensorEngineId = EngineOfKind<'tensor'>;
/** Engines that generate text. */
export type TextEngineId = EngineOfKind<'text'>;
/** Engines that run in the page. */
export type PageEngineId = EngineOfHost<'page'>;

/** The single source of the formats and devices of engines. */
export const engines: Readonly<Record<EngineId, Engine>> = engineTable;
export const engineIds = Object.keys(engines) as readonly EngineId[];
/** The engines of the page, for its links and menus. */
export const pageEngineIds = engineIds.filter(runsInPage);
const pageTensorEngineIds = pageEngineIds.filter((id): id is PageEngineId & TensorEngineId => !generatesText(id));
export const pageTextEngineIds = pageEngineIds.filter((id): id is PageEngineId & TextEngineId => generatesText(id));

export const tensorEngineIds = engineIds.filter((id): id is TensorEngineId => !generatesText(id));
export const textEngineIds = engineIds.filter((id): id is TextEngineId => generatesText(id));

/** Opens a file that no engine is known for, and reports its fault. */
export const defaultTextEngine: TextEngineId = 'wllama';

/** Whether the number of threads of an engine can be chosen on a device. */
export function hasThreadChoice(engine: EngineId, device: DeviceId): boolean {
  return !engines[engine].isSingleThreaded && !devices[device].isGpu;
}

export function generatesText(id: EngineId): id is TextEngineId {
  return engines[id].kind === 'text';
}

export function runsInPage(id: EngineId): id is PageEngineId {
  return listDevices(id, 'page').length > 0;
}

/** The companion's engines that open the formats of an engine, preferred first. */
export function listEquivalentCompanionEngines(engine: EngineId): readonly EngineId[] {
  const { formats, kind } = engines[engine];
  const isEquivalent = (id: EngineId) =>
    id === engine || (engines[id].kind === kind && engines[id].formats.some((format) => formats.includes(format)));
  return engineIds.filter((id) => listDevices(id, 'companion').length > 0 && isEquivalent(id));
}

/** The engines of the companion that open a format, preferred first. */
export function listCompanionEngines(format: FormatId): readonly EngineId[] {
  return engineIds.filter((id) => listDevices(id, 'companion').length > 0 && engines[id].formats.includes(format));
}

/** Whether an engine is a protocol of remote servers, whose models have no local files. */
export function isServerEngine(engine: EngineId): boolean {
  return engines[engine].formats.length === 0;
}

/** The devices on which an engine runs on a host, preferred first; empty if it does not run there. */
export function listDevices(engine: EngineId, host: HostId): readonly DeviceId[] {
  return engines[engine].devices.filter((device) => devices[device].host === host);
}

/** The default device of an engine on a host; one of another host if the engine does not run there. */
export function getDefaultDevice(engine: EngineId, host: HostId): DeviceId {
  return listDevices(engine, host)[0] ?? engines[engine].devices[0];
}

/** The host, engine and device that run a model. */
export interface Target {
  readonly host: HostId;
  readonly engine: EngineId;
  readonly device: DeviceId;
}

/** A target in the page. */
export interface PageTarget extends Target {
  readonly host: 'page';
  readonly engine: PageEngineId;
}

/**
 * Lists the targets that may open a model of a format, in order of preference without measurements. Forecasts and
 * measurements sort them by speed.
 */
export function listTargets(format: FormatId): readonly Target[] {
  const candidates = engineIds.filter((id) => engines[id].formats.includes(format));
  return candidates.flatMap((engine) =>
    listDevicesForFormat(engine, format).map((device) => ({ host: devices[device].host, engine, device })),
  );
}

function listDevicesForFormat(engine: EngineId, format: FormatId): readonly DeviceId[] {
  const { converts, devices } = engines[engine];
  return converts?.[format] ?? devices;
}

/** The targets of a format in the page. */
export function listPageTargets(format: FormatId): readonly PageTarget[] {
  return listTargets(format).filter((target): target is PageTarget => target.host === 'page');
}

/** The engines of the page that open a format, preferred first. */
export function listPageEngines(format: FormatId): readonly PageEngineId[] {
  return pageEngineIds.filter((id) => engines[id].formats.includes(format));
}

/** The tensor engines of the page that open a format, preferred first. */
export function listPageTensorEngines(format: FormatId): readonly (PageEngineId & TensorEngineId)[] {
  return pageTensorEngineIds.filter((id) => engines[id].formats.includes(format));
}

/** The text engines of the page that open a format, preferred first. */
export function listPageTextEngines(format: FormatId): readonly (PageEngineId & TextEngineId)[] {
  return pageTextEngineIds.filter((id) => engines[id].formats.includes(format));
}
