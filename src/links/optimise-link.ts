import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { detectEntryFile } from '#core/model/entry-file.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import { readModelId } from '#core/model/model-id.ts';
import { taskIds, type TaskId } from '#tasks/index.ts';
import { LinkQuery } from './link-query.ts';
import { modelNames, readModel } from './model-query.ts';
import type { Catalogue } from './run-link.ts';

/** The contents of `#/optimise?…`: the model and the scheme, without the data. */
export interface OptimiseLink {
  /** The id of a bundled or stored model; `null` if the files are on the user's disk, or no model is chosen. */
  readonly model: string | null;
  /** The id of a linked model. */
  readonly linkedId: string | null;
  /** The task that scores its results; `null` for the first task that accepts the model. */
  readonly task: TaskId | null;
  /** The scheme, `clean` for none; `null` for the page's default. */
  readonly scheme: string | null;
}

/**
 * Parses `[model=<id>|linked=<id>|file=1][&task=<task>][&scheme=<scheme>]`.
 * @throws AppError link-invalid
 */
export function parseOptimiseLink(query: URLSearchParams, { models, hubModels }: Catalogue): OptimiseLink {
  const link = new LinkQuery(query, [...modelNames, 'task', 'scheme']);
  const { modelId, linkedId } = readModel(link);
  const model = modelId === null ? null : resolveStoredId(modelId, hubModels);
  if (model !== null && !models.some(({ id }) => id === model)) {
    const { entry } = readModelId(model);
    const format = entry === null ? null : detectEntryFile([entry])?.format;
    if (format !== 'onnx' && format !== 'safetensors')
      throw createInvalidLinkError({ reason: 'no-engine-for-file', file: entry ?? model });
  }
  return { model, linkedId, task: link.readChoice('task', taskIds), scheme: link.readText('scheme') };
}

/**
 * Formats the link to an optimisation.
 * @param hasFiles whether the user has chosen files
 */
export function formatOptimiseLink({ model, linkedId, task, scheme }: OptimiseLink, hasFiles: boolean): string {
  const query = new URLSearchParams();
  if (model !== null) query.set('model', model);
  else if (linkedId !== null) query.set('linked', linkedId);
  else if (hasFiles) query.set('file', '1');
  if (task !== null) query.set('task', task);
  if (scheme !== null) query.set('scheme', scheme);
  return query.size > 0 ? `#/optimise?${query}` : '#/optimise';
}
