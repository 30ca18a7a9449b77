import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { ModelFile } from '#core/model/model.ts';
import type { ResourceDescriptor } from '#hallmark/statement/statement.ts';
import type { ScoredTaskId } from '#tasks/scored-tasks.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { openLinkedModel } from '../picker/reopen-model.ts';
import { bundledModels } from '../shell/bundled-models.ts';

/** A model of this browser, as a link names it. */
type FoundModel = { readonly id: string } | { readonly linkedId: string };

/**
 * Finds the model whose files have these digests: bundled for the task, stored, or linked under the name of a wanted
 * file. A linked model that the browser reads only after a click is found by its name alone.
 * @returns `null` if this browser has none
 */
export async function findModel(wanted: readonly ResourceDescriptor[], task: ScoredTaskId): Promise<FoundModel | null> {
  const digests = wanted.map(({ digest }) => digest.sha256).toSorted();
  const areWanted = (found: readonly string[]) => found.toSorted().join() === digests.join();
  const isIt = ({ files }: { readonly files: readonly ModelFile[] }) => areWanted(files.map(({ sha256 }) => sha256));
  await storedModels.load();
  const bundled = bundledModels.find((model) => model.task === task && isIt(model));
  const knownModel = bundled ?? storedModels.models.find(isIt);
  if (knownModel) return { id: knownModel.id };
  const unread: string[] = [];
  const namesakes = storedModels.linkedModels.filter(
    ({ id, files }) => files.length === wanted.length && wanted.some(({ name }) => name === id),
  );
  for (const { id } of namesakes) {
    const files = await openLinkedModel(id);
    if ('kind' in files) unread.push(id);
    else if (areWanted(await hashFiles(files))) return { linkedId: id };
  }
  return unread[0] === undefined ? null : { linkedId: unread[0] };
}

async function hashFiles(files: readonly File[]): Promise<readonly string[]> {
  const inspector = new InspectHandle();
  try {
    const digests: string[] = [];
    for (const file of files) digests.push(await inspector.hash(file));
    return digests;
  } finally {
    inspector.close();
  }
}
