import { listVariants } from '#planner/variants.ts';
import { parseRemote } from '#core/model/hub-model.ts';
import { listRepository } from '#storage/hub/hub-client.ts';
import { UsageError } from '../command.ts';
import { toHubReference } from './catalogue-models.ts';

/**
 * Finds the URL of the entry file of a Hub model.
 * @param reference the reference of a `ModelArgument`
 * @throws UsageError if the repository has no such file, or several models | AppError from `listRepository`
 */
export async function resolveHubUrl(reference: string, hub: string): Promise<string> {
  const remote = parseRemote(toHubReference(reference), hub);
  if (remote.kind === 'address') return remote.url;
  const { repository, revision, file } = remote;
  const { files } = await listRepository(hub, repository, revision);
  const candidates =
    file === null ? listVariants(files).map(({ entry }) => entry) : files.filter(({ path }) => path === file);
  const [first, ...others] = candidates;
  if (!first)
    throw new UsageError(file === null ? `${repository} has no model` : `${repository} has no file "${file}"`);
  if (others.length === 0) return first.url;
  throw new UsageError(
    `${repository} has several models: specify one of ${candidates.map(({ path }) => `${repository}:${path}`).join(', ')}`,
  );
}
