import { maxThreads, listSettingPairs, listSettingsOfKind, type EngineSettings } from '#core/engine/engine-settings.ts';
import {
  listEquivalentCompanionEngines,
  listDevices,
  pageDeviceIds,
  pageTextEngineIds,
  renamedDevices,
  textEngineIds,
  type DeviceId,
  type TextEngineId,
} from '#core/engine/engines.ts';
import { listTextEngines, listTextEnginesInCompanion } from '#core/model/entry-file.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import { resolveStoredId, type HubModel } from '#core/model/hub-model.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { getCompanionName, readModelId } from '#core/model/model-id.ts';
import { LinkQuery } from './link-query.ts';
import { modelNames, readModel } from './model-query.ts';
import { listHostPairs, readCompanionTarget, targetNames } from './target-query.ts';
import { readSettings, listSettingNames } from './setting-query.ts';

/** The settings to open a model. */
export interface TextSetup extends EngineSettings {
  /** `null`, like `threads`, for the choice for this model and device. */
  readonly device: DeviceId | null;
  readonly threads: number | null;
}

/** The contents of `#/chat?…`: a model, its setup and, for automation, a prompt. A link never contains files. */
export interface ChatLink extends TextSetup {
  /** The id of a stored model, or of a model of the companion. */
  readonly model: string | null;
  /** The id of a linked model. */
  readonly linkedId: string | null;
  /** Whether the user chooses the files, on this page or on another page that passes them on. */
  readonly expectsFile: boolean;
  readonly engine: TextEngineId | null;
  /** The prompt to answer when the model is open; `null` for a conversation. */
  readonly prompt: string | null;
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly topK: number | null;
  readonly repeatPenalty: number | null;
  readonly seed: number | null;
  /** Stop strings: the answer ends before the first of them. */
  readonly stop: readonly string[];
  /** JSON schema that the answer must match; `null` for free text. */
  readonly jsonSchema: object | null;
  /** Whether to continue the prompt as plain text, even if the model has a chat template. */
  readonly raw: boolean;
}

/** Ranges of the values in a link and in the page's input fields. */
export const limits = {
  threads: { min: 1, max: maxThreads },
  maxTokens: { min: 1, max: 1_048_576 },
  temperature: { min: 0, max: 5 },
  topP: { min: 0, max: 1 },
  topK: { min: 1, max: 1000 },
  repeatPenalty: { min: 0.5, max: 2 },
  seed: { min: 0, max: 4_294_967_295 },
} as const;

/** The devices on which at least one engine can generate text. */
const textDevices = pageDeviceIds.filter((device) =>
  pageTextEngineIds.some((id) => listDevices(id, 'page').includes(device)),
);

const settingIds = listSettingsOfKind('text');
const promptNames = ['prompt', 'max', 'temperature', 'top-p', 'top-k', 'repeat', 'seed', 'raw', 'schema'];
const names = [...modelNames, ...targetNames, 'threads', ...listSettingNames(settingIds), ...promptNames];

/**
 * Parses a link to the Chat page.
 * @throws AppError link-invalid if anything in it is unknown, repeated or out of range | model-unknown
 */
export function parseChatLink(query: URLSearchParams, hubModels: readonly HubModel[]): ChatLink {
  const pairs = [...query].filter(([name]) => name !== 'stop'); // may be repeated
  const link = new LinkQuery(pairs, names);
  const { modelId, linkedId, expectsFile } = readModel(link);
  const model = modelId === null ? null : resolveStoredId(modelId, hubModels);
  const isInCompanion = model !== null && getCompanionName(model) !== null;
  const opensModel = (id: TextEngineId) =>
    model === null || listEnginesForModel(model).some((engine) => listEquivalentCompanionEngines(engine).includes(id));
  return {
    model,
    linkedId,
    expectsFile,
    ...(readCompanionTarget(link, textEngineIds.filter(opensModel), isInCompanion) ?? readPageTarget(link, model)),
    threads: link.readInteger('threads', limits.threads),
    ...readSettings(link, settingIds),
    prompt: link.readText('prompt'),
    maxTokens: link.readInteger('max', limits.maxTokens),
    temperature: link.readNumber('temperature', limits.temperature),
    topP: link.readNumber('top-p', limits.topP),
    topK: link.readInteger('top-k', limits.topK),
    repeatPenalty: link.readNumber('repeat', limits.repeatPenalty),
    seed: link.readInteger('seed', limits.seed),
    stop: query.getAll('stop').filter((text) => text !== ''),
    jsonSchema: readSchema(link),
    raw: link.readChoice('raw', ['1']) !== null,
  };
}

function readSchema(link: LinkQuery): object | null {
  const text = link.readText('schema');
  if (text === null) return null;
  try {
    const schema: unknown = JSON.parse(text);
    if (isJsonObject(schema)) return schema;
  } catch {
    // Reported like JSON that is not an object.
  }
  throw createInvalidLinkError({ reason: 'schema-not-object', schema: text });
}

function readPageTarget(
  link: LinkQuery,
  model: string | null,
): { readonly engine: TextEngineId | null; readonly device: DeviceId | null } {
  const engine = link.readChoice('engine', pageTextEngineIds);
  const engines = model === null ? pageTextEngineIds : listEnginesForModel(model);
  if (engine && !engines.includes(engine)) {
    throw createInvalidLinkError({ reason: 'engine-of-other-model', engine, engines: engines.join(', ') });
  }
  const opener = engine ?? (model === null ? null : engines[0]);
  const devices = opener ? listDevices(opener, 'page') : textDevices;
  return { engine, device: link.readChoice('device', devices, renamedDevices) };
}

/** The hash of a link without settings. */
export const emptyHash = '#/chat';

/** Formats the URL hash that opens the model again, without `null` values. */
export function formatChatHash(link: ChatLink): string {
  const { model, linkedId, engine, device, threads, prompt, maxTokens, temperature, topP, topK, repeatPenalty, seed } =
    link;
  const pairs: (readonly [string, string | number | null])[] = [
    ['model', model],
    ['linked', linkedId],
    ['file', link.expectsFile ? 1 : null],
    ...listHostPairs(device),
    ['engine', engine],
    ['device', device],
    ['threads', threads],
    ...listSettingPairs(link),
    ['prompt', prompt],
    ['max', maxTokens],
    ['temperature', temperature],
    ['top-p', topP],
    ['top-k', topK],
    ['repeat', repeatPenalty],
    ['seed', seed],
    ['schema', link.jsonSchema && JSON.stringify(link.jsonSchema)],
    ['raw', link.raw ? 1 : null],
  ];
  const query = new URLSearchParams();
  for (const [name, value] of pairs) if (value !== null) query.set(name, String(value));
  for (const text of link.stop) query.append('stop', text);
  return query.size > 0 ? `${emptyHash}?${query}` : emptyHash;
}

/**
 * Lists the engines that open a model.
 * @throws AppError model-unknown | link-invalid if there is no engine for it
 */
function listEnginesForModel(id: string): readonly TextEngineId[] {
  const entry = readModelId(id).entry ?? getCompanionName(id);
  if (entry === null) throw new AppError('model-unknown', { model: id });
  const engines = getCompanionName(id) === null ? listTextEngines([entry]) : listTextEnginesInCompanion(id);
  if (engines.length === 0) throw createInvalidLinkError({ reason: 'no-engine-for-file', file: entry });
  return engines;
}
