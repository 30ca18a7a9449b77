import { resolveStoredId } from '#core/model/hub-model.ts';
import type { LinkedSubject } from './graph-link.ts';
import { LinkQuery } from './link-query.ts';
import { modelNames, readModel } from './model-query.ts';
import type { Catalogue } from './run-link.ts';

/**
 * Parses `[model=<id>|linked=<id>|file=1]`: the base model of `#/teach?…`.
 * @throws AppError link-invalid
 */
export function parseTeachLink(query: URLSearchParams, { hubModels }: Pick<Catalogue, 'hubModels'>): LinkedSubject {
  const { named, linked } = readModel(new LinkQuery(query, modelNames));
  return { model: named === null ? null : resolveStoredId(named, hubModels), linked };
}

/**
 * Formats the link to a base model.
 * @param hasFiles whether the model is from the user's files
 */
export function formatTeachLink({ model, linked }: LinkedSubject, hasFiles: boolean): string {
  if (model !== null) return `#/teach?${new URLSearchParams({ model })}`;
  if (linked !== null) return `#/teach?${new URLSearchParams({ linked })}`;
  return hasFiles ? '#/teach?file=1' : '#/teach';
}
