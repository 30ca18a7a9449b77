import { engines, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import { isModelId } from '#core/model/model-id.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { TaskId } from '#tasks/index.ts';
import { parseDimensions, formatDimensions } from './dimensions-query.ts';
import { LinkQuery } from './link-query.ts';

/** The contents of `#/models?…`. */
export interface ModelsLink {
  /** A model of the Hub, a URL or a bundled model, in the form that a user enters. */
  readonly model: string | null;
  /** The assumed context length, in tokens; `null` for the default. */
  readonly contextLength: number | null;
  /** The sizes of free dimensions; the suggested ones if absent. */
  readonly dimensions: Dimensions;
  /** The id of another device, or the hash of a link to a device check; `null` for this device. */
  readonly device: string | null;
}

const maxTokens = 2 ** 24;

/**
 * Parses a link to the Models page.
 * @throws AppError link-invalid
 */
export function parseModelsLink(query: URLSearchParams): ModelsLink {
  const link = new LinkQuery(query, ['model', 'file', 'context', 'dims', 'device']);
  link.readChoice('file', ['1']); // the user chooses the files, as on the other pages
  const dims = link.readText('dims');
  return {
    model: link.readText('model'),
    contextLength: link.readInteger('context', { min: 1, max: maxTokens }),
    dimensions: dims === null ? {} : parseDimensions(dims),
    device: link.readText('device'),
  };
}

/** The recommended setup of a model. */
interface RecommendedSetup {
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
}

export interface ModelLinks {
  /** Link to the page that runs it; `null` if it fits no task. */
  readonly run: string | null;
  /** Link to the page that benchmarks it. */
  readonly measure: string;
  /** Link to the page that shows how the time of a run is divided; `null` if the engine cannot be profiled. */
  readonly profile: string | null;
}

/** The model that the links open. */
interface InspectedModel {
  /** The tasks that the model fits. */
  readonly tasks: readonly TaskId[];
  /** The sizes of free dimensions for a benchmark. */
  readonly sizes: Dimensions;
  /** The sizes that the task does not determine. */
  readonly taskSizes: Dimensions;
}

/** The id under which this browser stores or links the files, so links also work later. */
interface FileLocation {
  readonly storedId: string | null;
  readonly linkedId: string | null;
}

/**
 * Lists the links that open the chosen files on other pages with the recommended settings.
 */
export function listLinks(
  { tasks: [task], sizes, taskSizes }: InspectedModel,
  best: RecommendedSetup,
  contextLength: number | null,
  location: FileLocation,
): ModelLinks {
  const model = toModelFields(location);
  const settings = {
    engine: best.engine,
    device: best.device,
    ...(best.device === 'wasm' && { threads: String(best.threads) }),
  };
  if (engines[best.engine].kind === 'text') {
    const context = contextLength === null ? {} : { context: String(contextLength) };
    const query = new URLSearchParams({ ...model, ...settings, ...context });
    return { run: `#/chat?${query}`, measure: `#/bench?${query}`, profile: null };
  }
  const measureQuery = new URLSearchParams({ ...model, ...settings, ...toDimsField(sizes) });
  return {
    run: task ? `#/run?${new URLSearchParams({ task, ...model, ...settings, ...toDimsField(taskSizes) })}` : null,
    measure: `#/bench?${measureQuery}`,
    profile: best.engine === 'ort' ? `#/profile?${measureQuery}` : null,
  };
}

/** Formats the link that opens the chosen files on the Optimise page. */
export function toOptimiseLink(location: FileLocation): string {
  return `#/optimise?${new URLSearchParams(toModelFields(location))}`;
}

/** Formats the link that shows the graph of the chosen files. */
export function toGraphLink(location: FileLocation): string {
  return `#/graph?${new URLSearchParams(toModelFields(location))}`;
}

function toModelFields({ storedId, linkedId }: FileLocation): Record<string, string> {
  if (storedId !== null && isModelId(storedId)) return { model: storedId };
  return linkedId === null ? { file: '1' } : { linked: linkedId };
}

function toDimsField(sizes: Dimensions): { readonly dims?: string } {
  const dims = formatDimensions(sizes);
  return dims === undefined ? {} : { dims };
}
