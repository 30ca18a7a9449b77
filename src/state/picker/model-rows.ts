import { getBaseName } from '#core/model/file-name.ts';
import { sumBytes } from '#core/model/sum-bytes.ts';
import { engines, generatesText, type EngineId, type Target } from '#core/engine/engines.ts';
import { containsGraph } from '#core/model/contains-graph.ts';
import { detectEntryFile, listEnginesInCompanion, listEnginesForFiles } from '#core/model/entry-file.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import { createCompanionModelId, isModelId } from '#core/model/model-id.ts';
import type { EngineListing, ModelListing } from '#protocol/companion-messages.ts';
import { resolveStoredId, type HubModel } from '#core/model/hub-model.ts';
import type { Model } from '#core/model/model.ts';
import type { FetchRequest, StoredModel } from '#core/model/stored-model.ts';
import type { LinkedModel } from '#bridge/session-contract.ts';
import { taskIds, type TaskId } from '#tasks/index.ts';
import { listOfferedTargets } from '../companion/offered-targets.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';

/** The page that opens the chosen model. */
export type PickerPage =
  | { readonly kind: 'run'; readonly task: TaskId }
  | { readonly kind: 'chat' }
  | { readonly kind: 'bench' }
  | { readonly kind: 'optimise' }
  | { readonly kind: 'graph' };

/** Why a page does not offer a model. */
export type Mismatch =
  | { readonly reason: 'other-task'; readonly task: TaskId }
  | {
      readonly reason:
        | 'task-without-page'
        | 'text-model'
        | 'not-a-text-model'
        | 'no-engine'
        | 'library-missing'
        | 'not-optimisable'
        | 'without-graph'
        | 'only-in-companion'
        | 'engine-not-ready'
        | 'server-not-timed';
    };

interface RowFacts {
  /** Unique in the list. */
  readonly key: string;
  /** The id in links, or as typed. */
  readonly id: string;
  readonly name: string;
  /** A folder of `src/tasks`, or the Hub's name of a task without a page; `null` if not known before it is opened. */
  readonly task: string | null;
  /** The format according to its file names; `null` if they do not show it. */
  readonly format: FormatId | null;
  /** The engines that open it, preferred first. */
  readonly engineIds: readonly EngineId[];
  readonly licence: string | null;
  readonly sizeBytes: number | null;
  /** Whether the model has not been downloaded and tested for the catalogue. */
  readonly isUnverified: boolean;
}

/** A model on this device, or one that can be downloaded. */
export type ModelChoice = RowFacts &
  (
    | { readonly location: 'bundled' | 'stored'; readonly usedAt: number | null }
    | { readonly location: 'linked'; readonly usedAt: number; readonly model: LinkedModel }
    /** A model in the companion's own folder, or on a server. `target` opens it; `null` if no engine there is ready. */
    | { readonly location: 'companion' | 'server'; readonly target: Target | null }
    /** A model on the Hub, which would be stored as `storedId`. `request` is `null` before the Hub was asked. */
    | { readonly location: 'hub'; readonly storedId: string; readonly request: FetchRequest | null }
  );

/** A model in the companion. */
export type CompanionChoice = Extract<ModelChoice, { readonly target: unknown }>;

/** A row of the picker. */
export type ModelRow = ModelChoice & { readonly mismatch: Mismatch | null };

interface DeviceModels {
  readonly stored: readonly StoredModel[];
  readonly linkedModels: readonly LinkedModel[];
  /** When bundled models were last opened, in epoch milliseconds. */
  readonly usedAt: Readonly<Record<string, number>>;
  /** The companion's listing, if this page is connected to it. */
  readonly companion?: CompanionLists;
}

interface CompanionLists {
  readonly engines: readonly EngineListing[];
  readonly models: readonly ModelListing[];
}

/** Lists all models: first those on this device, recently used first, then the catalogue, smallest first. */
export function listModels({ stored, linkedModels, usedAt, companion }: DeviceModels): ModelChoice[] {
  const onDevice = [
    ...bundledModels.map((model) => toBundledChoice(model, usedAt[model.id] ?? null)),
    ...stored.map(toStoredChoice),
    ...linkedModels.map(toLinkedChoice),
  ];
  const isStored = (model: HubModel) => stored.some(({ id }) => id === toStoredId(model));
  const elsewhere = hubCatalogue.filter((model) => !isStored(model)).map(toHubChoice);
  return [
    ...onDevice.sort((a, b) => getLastUsedAt(b) - getLastUsedAt(a)),
    ...(companion ? listCompanionChoices(companion) : []),
    ...elsewhere.sort((a, b) => getSortingSize(a) - getSortingSize(b)),
  ];
}

/**
 * Finds why the page cannot open the model, as far as this is known before opening it; `null` if it may open.
 * @param fitting the tasks that the model fits by its header; `null` if the header was not read
 */
export function findMismatch(
  model: ModelChoice,
  page: PickerPage,
  fitting: readonly TaskId[] | null = null,
): Mismatch | null {
  const [engine] = model.engineIds;
  if ('target' in model && (page.kind === 'optimise' || page.kind === 'graph')) return { reason: 'only-in-companion' };
  if (page.kind === 'optimise') {
    const isOptimisable = model.format === 'onnx' || model.format === 'safetensors';
    return isOptimisable ? null : { reason: 'not-optimisable' };
  }
  if (page.kind === 'graph') return containsGraph(model.format) ? null : { reason: 'without-graph' };
  if (!engine) return { reason: 'no-engine' };
  if ('target' in model && !model.target) return { reason: 'engine-not-ready' };
  if (model.location === 'server' && page.kind === 'bench' && generatesText(engine))
    return { reason: 'server-not-timed' };
  // The catalogue's MLC repositories do not contain the compiled library that the engine needs.
  if (model.location === 'hub' && engines[engine].formats.includes('mlc') && !hasMlcLibrary(model.request))
    return { reason: 'library-missing' };
  if (page.kind === 'bench') return null;
  const isText = generatesText(engine);
  if (page.kind === 'chat') return isText ? null : { reason: 'not-a-text-model' };
  if (isText) return { reason: 'text-model' };
  const isFitting = fitting ? fitting.includes(page.task) : model.task === null || model.task === page.task;
  if (isFitting) return null;
  const task = fitting ? fitting[0] : taskIds.find((id) => id === model.task);
  return task ? { reason: 'other-task', task } : { reason: 'task-without-page' };
}

/** Converts a download to a choice: a file of the Hub that is not in the catalogue, or a URL. */
export function toAddressChoice(request: FetchRequest, licence: string | null): ModelChoice {
  const { id, files } = request;
  return {
    ...noCatalogueFacts,
    ...readFileFacts(files.map(({ name }) => getBaseName(name))),
    key: `found ${id}`,
    id,
    name: id,
    licence,
    sizeBytes: sumBytes(files),
    location: 'hub',
    storedId: id,
    request,
  };
}

/** Facts that follow from the names of a model's files. */
function readFileFacts(names: readonly string[]): Pick<RowFacts, 'format' | 'engineIds'> {
  return { format: detectEntryFile(names)?.format ?? null, engineIds: listEnginesForFiles(names) };
}

const noCatalogueFacts = { task: null, licence: null, isUnverified: false } as const;

/** The key of the row of a bundled model. */
export const toBundledKey = (id: string) => `bundled ${id}`;

function toBundledChoice({ id, name, task, engine, entry, licence, files }: Model, usedAt: number | null): ModelChoice {
  const fileFacts = { ...readFileFacts([entry]), engineIds: [engine] };
  const facts = { key: toBundledKey(id), id, name, task, ...fileFacts, licence, isUnverified: false };
  return { ...facts, sizeBytes: sumBytes(files), location: 'bundled', usedAt };
}

function toLinkedChoice(model: LinkedModel): ModelChoice {
  const { id, files, usedAt } = model;
  const fileFacts = readFileFacts(files.map(({ handle }) => handle.name));
  const facts = { ...noCatalogueFacts, ...fileFacts, key: `linked ${id}`, id, name: id };
  return { ...facts, sizeBytes: sumBytes(files), location: 'linked', usedAt, model };
}

function toStoredChoice({ id, files, usedAt }: StoredModel): ModelChoice {
  const listed = hubCatalogue.find((model) => toStoredId(model) === id);
  const { name = id, task = null, licence = null } = listed ?? {};
  const fileFacts = readFileFacts(files.map((file) => getBaseName(file.name)));
  const facts = { key: `stored ${id}`, id, name, task, ...fileFacts, licence, isUnverified: false };
  return { ...facts, sizeBytes: sumBytes(files), location: 'stored', usedAt };
}

/** Matches the shards of a GGUF file except the first: llama.cpp finds them when the first is opened. */
const laterShardPattern = /-(?!00001)\d{5}-of-\d{5}\.gguf$/i;

/** Lists the models of a companion; nothing before its engines are known. */
export function listCompanionChoices({ engines: listings, models }: CompanionLists): CompanionChoice[] {
  if (listings.length === 0) return [];
  return models.flatMap(({ name, sizeBytes, engine: server }) => {
    const id = createCompanionModelId(name, server !== undefined);
    if (!isModelId(id) || laterShardPattern.test(name)) return [];
    const engineIds = listEnginesInCompanion(id).filter((candidate) => server === undefined || candidate === server);
    const [preferredEngine] = engineIds;
    if (!preferredEngine) return []; // a file next to a model, or the protocol of a newer companion
    const format = server === undefined ? (detectEntryFile([getBaseName(name)])?.format ?? null) : null;
    const [target = null] = listOfferedTargets(preferredEngine, listings);
    const facts = { ...noCatalogueFacts, key: `companion ${id}`, id, name, format, engineIds };
    const isOnServer = server !== undefined;
    return [
      { ...facts, sizeBytes: isOnServer ? null : sizeBytes, location: isOnServer ? 'server' : 'companion', target },
    ];
  });
}

function toHubChoice(model: HubModel): ModelChoice {
  const { id, name, task, engine, licence, sizeBytes = null, unverified: isUnverified } = model;
  const [format = null] = engines[engine].formats;
  const facts = { key: `hub ${id}`, id, name, task, format, engineIds: [engine], licence, sizeBytes, isUnverified };
  return { ...facts, location: 'hub', storedId: toStoredId(model), request: null };
}

const toStoredId = (model: HubModel) => resolveStoredId(model.id, [model]);
const getLastUsedAt = (choice: ModelChoice) => ('usedAt' in choice ? (choice.usedAt ?? 0) : 0);
const getSortingSize = ({ sizeBytes }: ModelChoice) => sizeBytes ?? Infinity;
const hasMlcLibrary = (request: FetchRequest | null) =>
  request?.files.some(({ name }) => name.endsWith('.wasm')) ?? false;
