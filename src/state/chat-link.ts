import { mostThreads } from '#core/engine-settings.ts';
import { AppError } from '#core/error.ts';
import type { DeviceId, TextRuntimeId } from '#core/runtime.ts';

/** How a model is opened; a null leaves the engine's own default. */
export interface TextSetup {
  readonly device: DeviceId;
  readonly threads: number | null;
  readonly contextLength: number | null;
}

/** What `#/chat?…` names: how a model is opened and, for a machine, what it is asked. The model's files never travel. */
export interface ChatLink extends TextSetup {
  readonly runtime: TextRuntimeId | null;
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

/** Whether an engine can choose among the likeliest k tokens alone. */
export const hasTopK: Readonly<Record<TextRuntimeId, boolean>> = { wllama: true, webllm: false };

/** What a link, and the page's own fields, may ask for. */
export const limits = {
  threads: { min: 1, max: mostThreads },
  contextLength: { min: 64, max: 1_048_576 },
  maxTokens: { min: 1, max: 1_048_576 },
  temperature: { min: 0, max: 5 },
} as const;

/** @throws AppError link-invalid naming the first parameter that does not fit */
export function parseChatLink(query: URLSearchParams): ChatLink {
  return {
    runtime: oneOf(query, 'runtime', ['wllama', 'webllm'] as const),
    device: oneOf(query, 'device', ['wasm', 'webgpu'] as const) ?? 'wasm',
    threads: number(query, 'threads', limits.threads, true),
    contextLength: number(query, 'context', limits.contextLength, true),
    prompt: query.get('prompt'),
    maxTokens: number(query, 'max', limits.maxTokens, true),
    temperature: number(query, 'temperature', limits.temperature, false),
  };
}

/** The hash that `parseChatLink` reads back as `link`; what is null, and the default device, is left out. */
export function chatHash({
  runtime,
  device,
  threads,
  contextLength,
  prompt,
  maxTokens,
  temperature,
}: ChatLink): string {
  const named = { runtime, device, threads, context: contextLength, prompt, max: maxTokens, temperature };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(named)) {
    if (value !== null && !(name === 'device' && value === 'wasm')) query.set(name, String(value));
  }
  return query.size > 0 ? `#/chat?${query}` : '#/chat';
}

function oneOf<T extends string>(query: URLSearchParams, name: string, allowed: readonly T[]): T | null {
  const value = query.get(name);
  if (value === null) return null;
  const found = allowed.find((choice) => choice === value);
  if (!found) throw new AppError('link-invalid', { why: `${name} is “${value}”, not one of ${allowed.join(', ')}` });
  return found;
}

function number(
  query: URLSearchParams,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
  isWhole: boolean,
): number | null {
  const value = query.get(name);
  if (value === null) return null;
  const parsed = Number(value);
  if (value.trim() === '' || !(parsed >= min && parsed <= max) || (isWhole && !Number.isInteger(parsed))) {
    const wanted = `${isWhole ? 'a whole number' : 'a number'} from ${min} to ${max}`;
    throw new AppError('link-invalid', { why: `${name} is “${value}”, not ${wanted}` });
  }
  return parsed;
}
