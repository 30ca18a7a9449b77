import { AppError } from '#core/error.ts';
import type { DeviceId, TextRuntimeId } from '#core/runtime.ts';

/** What `#/chat?…` names: how a model is opened and, for a machine, what it is asked. The model's files never travel. */
export interface ChatLink {
  readonly runtime: TextRuntimeId | null;
  readonly device: DeviceId;
  readonly threads: number | null;
  readonly contextLength: number | null;
  /** Plain text to go on from, once the model is there; null for a conversation. */
  readonly prompt: string | null;
  readonly maxTokens: number | null;
  readonly temperature: number | null;
}

/** The devices each engine can run on. */
export const textDevicesOf: Readonly<Record<TextRuntimeId, readonly DeviceId[]>> = {
  wllama: ['wasm', 'webgpu'],
  webllm: ['webgpu'],
};

/** @throws AppError link-invalid naming the first parameter that does not fit */
export function parseChatLink(query: URLSearchParams): ChatLink {
  return {
    runtime: oneOf(query, 'runtime', ['wllama', 'webllm'] as const),
    device: oneOf(query, 'device', ['wasm', 'webgpu'] as const) ?? 'wasm',
    threads: number(query, 'threads', 1, 64),
    contextLength: number(query, 'context', 64, 1_048_576),
    prompt: query.get('prompt'),
    maxTokens: number(query, 'max', 1, 1_048_576),
    temperature: number(query, 'temperature', 0, 5),
  };
}

function oneOf<T extends string>(query: URLSearchParams, name: string, allowed: readonly T[]): T | null {
  const value = query.get(name);
  if (value === null) return null;
  const found = allowed.find((choice) => choice === value);
  if (!found) throw new AppError('link-invalid', { why: `${name} is “${value}”, not one of ${allowed.join(', ')}` });
  return found;
}

function number(query: URLSearchParams, name: string, least: number, most: number): number | null {
  const value = query.get(name);
  if (value === null) return null;
  const parsed = Number(value);
  if (value.trim() === '' || !(parsed >= least && parsed <= most)) {
    throw new AppError('link-invalid', { why: `${name} is “${value}”, not a number from ${least} to ${most}` });
  }
  return parsed;
}
