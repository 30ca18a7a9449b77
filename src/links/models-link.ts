import { engines, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import { isModelId } from '#core/model/model-id.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { TaskId } from '#tasks/index.ts';
import { readDimensions, writeDimensions } from './dimensions-query.ts';
import { LinkQuery } from './link-query.ts';

/** The contents of `#/models?…`. */
export interface ModelsLink {
  /** A model of the Hub, a URL or a bundled model, as the user would type it. */
  readonly model: string | null;
  /** Context length to assume, in tokens; the default if `null`. */
  readonly contextLength: number | null;
  /** Sizes of free dimensions; the suggested ones if absent. */
  readonly dimensions: Dimensions;
  /** Id of another device, or the hash of a link to a device check; `null` if none. */
  readonly device: string | null;
}

const maxTokens = 2 ** 24;

/** @throws AppError link-invalid */
export function parseModelsLink(query: URLSearchParams): ModelsLink {
  const link = new LinkQuery(query, ['model', 'file', 'context', 'dims', 'device']);
  link.readChoice('file', ['1']); // the user chooses the files, as on the other pages
  const dims = link.readText('dims');
  return {
    model: link.readText('model'),
    contextLength: link.readInteger('context', { min: 1, max: maxTokens }),
    dimensions: dims === null ? {} : readDimensions(dims),
    device: link.readText('device'),
  };
}

/** The recommended setup of a model. */
interface Recommended {
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
}

export interface ModelLinks {
  /** Link to the page that runs it; `null` if it fits no task. */
  readonly run: string | null;
  /** Link to the page that benchmarks it. */
  readonly measure: string;
  /** Link to the page that shows where the time of a run goes; `null` if the engine is not profiled. */
  readonly profile: string | null;
}

/** What the links open. */
interface InspectedModel {
  /** Tasks that the model fits. */
  readonly tasks: readonly TaskId[];
  /** Sizes of free dimensions for a benchmark. */
  readonly sizes: Dimensions;
  /** Sizes that the task does not choose itself. */
  readonly taskSizes: Dimensions;
}

/** The id under which this browser stores or links the files; a link with this id also works later. */
interface FileOrigin {
  readonly stored: string | null;
  readonly linked: string | null;
}

/**
 * Links that open the chosen files on other pages with the recommended settings.
 */
export function listLinks(
  { tasks: [task], sizes, taskSizes }: InspectedModel,
  best: Recommended,
  contextLength: number | null,
  from: FileOrigin,
): ModelLinks {
  const model = toModelFields(from);
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
  const measured = new URLSearchParams({ ...model, ...settings, ...toDimsField(sizes) });
  return {
    run: task ? `#/run?${new URLSearchParams({ task, ...model, ...settings, ...toDimsField(taskSizes) })}` : null,
    measure: `#/bench?${measured}`,
    profile: best.engine === 'ort' ? `#/profile?${measured}` : null,
  };
}

/** The link that opens the chosen files on the Optimise page. */
export function toOptimiseLink(from: FileOrigin): string {
  return `#/optimise?${new URLSearchParams(toModelFields(from))}`;
}

/** The link that shows the graph of the chosen files. */
export function toGraphLink(from: FileOrigin): string {
  return `#/graph?${new URLSearchParams(toModelFields(from))}`;
}

function toModelFields({ stored, linked }: FileOrigin): Record<string, string> {
  if (stored !== null && isModelId(stored)) return { model: stored };
  return linked === null ? { file: '1' } : { linked };
}

function toDimsField(sizes: Dimensions): { readonly dims?: string } {
  const dims = writeDimensions(sizes);
  return dims === undefined ? {} : { dims };
}
