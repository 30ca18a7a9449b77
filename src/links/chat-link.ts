import { maxThreads } from '#core/engine-settings.ts';
import { deviceIds, engines, textRuntimeIds, type DeviceId, type TextRuntimeId } from '#core/engines.ts';
import { textEngine } from '#core/entry-file.ts';
import { AppError } from '#core/error.ts';
import { storedIdOf, type HubModel } from '#core/hub.ts';
import { readModelId } from '#core/model-id.ts';
import { LinkQuery, linkInvalid } from './link-query.ts';

/** How a model is opened; a null leaves the engine's own default. */
export interface TextSetup {
  readonly device: DeviceId;
  readonly threads: number | null;
  readonly contextLength: number | null;
}

/** What `#/chat?…` names: a model, how it is opened and, for a machine, what it is asked. Files never travel. */
export interface ChatLink extends TextSetup {
  /** The id of a stored model; null where the user chooses the files. */
  readonly model: string | null;
  /** Another page hands over the user's files. */
  readonly expectsFile: boolean;
  readonly runtime: TextRuntimeId | null;
  /** Plain text to continue, once the model is open; null for a conversation. */
  readonly prompt: string | null;
  readonly maxTokens: number | null;
  readonly temperature: number | null;
}

/** Whether an engine can choose among the k most likely tokens only. */
export const hasTopK: Readonly<Record<TextRuntimeId, boolean>> = { wllama: true, webllm: false };

/** What a link, and the page's own fields, may ask for. */
export const limits = {
  threads: { min: 1, max: maxThreads },
  contextLength: { min: 64, max: 1_048_576 },
  maxTokens: { min: 1, max: 1_048_576 },
  temperature: { min: 0, max: 5 },
} as const;

/** Where text can be generated, whatever the engine. */
const textDevices = deviceIds.filter((device) => textRuntimeIds.some((id) => engines[id].devices.includes(device)));

const settings = ['model', 'file', 'runtime', 'device', 'threads', 'context', 'prompt', 'max', 'temperature'];

/** @throws AppError link-invalid where anything in it is unknown, repeated or out of range | model-unknown */
export function parseChatLink(query: URLSearchParams, hubModels: readonly HubModel[]): ChatLink {
  const link = new LinkQuery(query, settings);
  const named = link.text('model');
  const expectsFile = link.oneOf('file', ['1']) !== null;
  if (expectsFile && named !== null) throw linkInvalid('it names model and file; one of them is needed');
  const model = named === null ? null : storedIdOf(named, hubModels);
  const runtime = link.oneOf('runtime', textRuntimeIds);
  const engine = model === null ? runtime : engineOf(model);
  if (runtime && runtime !== engine) throw linkInvalid(`runtime is “${runtime}”, and the model is one for ${engine}`);
  const devices = engine ? engines[engine].devices : textDevices;
  return {
    model,
    expectsFile,
    runtime,
    device: link.oneOf('device', devices) ?? devices[0] ?? 'wasm',
    threads: link.whole('threads', limits.threads),
    contextLength: link.whole('context', limits.contextLength),
    prompt: link.text('prompt'),
    maxTokens: link.whole('max', limits.maxTokens),
    temperature: link.number('temperature', limits.temperature),
  };
}

/** The address that opens the model again; what is null, and the default device, is left out. */
export function chatHash({
  model,
  runtime,
  device,
  threads,
  contextLength,
  prompt,
  maxTokens,
  temperature,
}: Omit<ChatLink, 'expectsFile'>): string {
  const named = { model, runtime, device, threads, context: contextLength, prompt, max: maxTokens, temperature };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(named)) {
    if (value !== null && !(name === 'device' && value === 'wasm')) query.set(name, String(value));
  }
  return query.size > 0 ? `#/chat?${query}` : '#/chat';
}

function engineOf(id: string): TextRuntimeId {
  const { entry } = readModelId(id);
  if (entry === null) throw new AppError('model-unknown', { model: id });
  const engine = textEngine([entry]);
  if (!engine) throw linkInvalid(`no engine of this page opens ${entry}`);
  return engine;
}
