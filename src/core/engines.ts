import type { FormatId } from './facts.ts';

/** Engines that take and give tensors, and engines that take and give text. */
export type RuntimeId = 'ort' | 'tfjs' | 'litert';
export type TextRuntimeId = 'wllama' | 'webllm';
export type EngineId = RuntimeId | TextRuntimeId;

export const deviceIds = ['wasm', 'webgpu', 'webgl', 'cpu'] as const;
export type DeviceId = (typeof deviceIds)[number];

interface Engine<Kind> {
  readonly kind: Kind;
  /** What it opens; no two engines share one. */
  readonly format: FormatId;
  /** What it can run on, where that exists, in the order in which we prefer it: the first is taken unless another is named. */
  readonly devices: readonly [DeviceId, ...DeviceId[]];
}

/** What runs what, and where: the one place that says so. */
export const engines: Readonly<Record<RuntimeId, Engine<'tensor'>> & Record<TextRuntimeId, Engine<'text'>>> = {
  ort: { kind: 'tensor', format: 'onnx', devices: ['wasm', 'webgpu'] },
  tfjs: { kind: 'tensor', format: 'tfjs', devices: ['wasm', 'webgpu', 'webgl', 'cpu'] },
  litert: { kind: 'tensor', format: 'tflite', devices: ['wasm'] },
  wllama: { kind: 'text', format: 'gguf', devices: ['wasm', 'webgpu'] },
  webllm: { kind: 'text', format: 'mlc', devices: ['webgpu'] },
};

export const engineIds = Object.keys(engines) as readonly EngineId[];
export const runtimeIds = engineIds.filter((id): id is RuntimeId => engines[id].kind === 'tensor');
export const textRuntimeIds = engineIds.filter((id): id is TextRuntimeId => engines[id].kind === 'text');

/** The engine that runs tensors through models of a format; null where none does. */
export function tensorEngineFor(format: FormatId): RuntimeId | null {
  return runtimeIds.find((id) => engines[id].format === format) ?? null;
}

/** The engine that goes on from text with models of a format; null where none does. */
export function textEngineFor(format: FormatId): TextRuntimeId | null {
  return textRuntimeIds.find((id) => engines[id].format === format) ?? null;
}
