import { engines, type DeviceId, type EngineId } from '#core/engines.ts';
import { isModelId } from '#core/model-id.ts';
import type { TaskId } from '#tasks/index.ts';
import { LinkQuery } from './link-query.ts';

/** What `#/models?…` names. */
export interface ModelsLink {
  /** A hub's model, an address or a model of ours, as a person would type it. */
  readonly model: string | null;
  /** Context length to assume, in tokens; null: the usual. */
  readonly contextLength: number | null;
}

const maxTokens = 2 ** 24;

/** @throws AppError link-invalid */
export function parseModelsLink(query: URLSearchParams): ModelsLink {
  const link = new LinkQuery(query, ['model', 'file', 'context']);
  link.oneOf('file', ['1']); // the user chooses the files, as on the other pages
  return { model: link.text('model'), contextLength: link.whole('context', { min: 1, max: maxTokens }) };
}

/** What was recommended for a model. */
interface Recommended {
  readonly runtime: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
}

export interface ModelLinks {
  /** Where it can be tried; null where no task takes it. */
  readonly run: string | null;
  /** Where it can be measured. */
  readonly measure: string;
}

/**
 * Links that open the chosen files on other pages with the recommended settings.
 * @param tasks those that take the model
 * @param storedId The id under which this browser stores them: a link that names it can be run again, here and elsewhere.
 */
export function linksFor(
  [task]: readonly TaskId[],
  best: Recommended,
  contextLength: number | null,
  storedId: string | null,
): ModelLinks {
  const model = storedId !== null && isModelId(storedId) ? { model: storedId } : { file: '1' };
  const settings = {
    runtime: best.runtime,
    device: best.device,
    ...(best.device === 'wasm' && { threads: String(best.threads) }),
  };
  if (engines[best.runtime].kind === 'text') {
    const context = contextLength === null ? {} : { context: String(contextLength) };
    const query = new URLSearchParams({ ...model, ...settings, ...context });
    return { run: `#/chat?${query}`, measure: `#/bench?${query}` };
  }
  return {
    run: task ? `#/run?${new URLSearchParams({ task, ...model, ...settings })}` : null,
    measure: `#/bench?${new URLSearchParams({ ...model, ...settings })}`,
  };
}
