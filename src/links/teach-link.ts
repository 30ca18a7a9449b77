import { resolveStoredId } from '#core/model/hub-model.ts';
import type { LinkModel } from './graph-link.ts';
import { LinkQuery } from './link-query.ts';
import { modelNames, readModel } from './model-query.ts';
import type { Catalogue } from './run-link.ts';

/**
 * Parses `[model=<id>|linked=<id>|file=1]`: the base model of `#/teach?…`.
 * @throws AppError link-invalid
 */
export function parseTeachLink(query: URLSearchParams, { hubModels }: Pick<Catalogue, 'hubModels'>): LinkModel {
  const { modelId, linkedId } = readModel(new LinkQuery(query, modelNames));
  return { model: modelId === null ? null : resolveStoredId(modelId, hubModels), linkedId };
}

/**
 * Formats the link to a base model.
 * @param hasFiles whether the model is from the user's files
 */
export function formatTeachLink({ model, linkedId }: LinkModel, hasFiles: boolean): string {
  if (model !== null) return `#/teach?${new URLSearchParams({ model })}`;
  if (linkedId !== null) return `#/teach?${new URLSearchParams({ linked: linkedId })}`;
  return hasFiles ? '#/teach?file=1' : '#/teach';
}
