import { engines, type DeviceId, type EngineId } from '#core/engines.ts';
import type { ModelFacts } from '#core/facts.ts';
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

type Described = Pick<ModelFacts, 'architecture' | 'inputs'>;

/** What was recommended for a model. */
interface Recommended {
  readonly runtime: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
}

/** The task that a tensor model is probably for; null where the file does not say. */
function taskOf({ architecture, inputs }: Described): TaskId | null {
  const shape = inputs[0]?.shape;
  if (inputs.length !== 1 || shape?.length !== 4) return null;
  if (shape.filter((size) => size === 28).length === 2) return 'digits';
  if (architecture.family === 'detector') return 'object-detection';
  return architecture.family === 'conv-net' || architecture.family === 'vision-transformer'
    ? 'image-classification'
    : null;
}

export interface ModelLinks {
  /** Where it can be tried; null where no page runs its kind. */
  readonly run: string | null;
  /** Where it can be measured. */
  readonly measure: string;
}

/**
 * Links that open the chosen files on other pages with the recommended settings.
 * @param storedId The id under which this browser stores them: a link that names it can be run again, here and elsewhere.
 */
export function linksFor(
  facts: Described,
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
  const task = taskOf(facts);
  return {
    run: task && `#/run?${new URLSearchParams({ task, ...model, ...settings })}`,
    measure: `#/bench?${new URLSearchParams({ ...model, ...settings })}`,
  };
}
