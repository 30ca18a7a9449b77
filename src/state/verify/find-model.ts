import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { ModelFile } from '#core/model/model.ts';
import type { ResourceDescriptor } from '#hallmark/statement/statement.ts';
import type { ScoredTaskId } from '#tasks/scored-tasks.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { openLinkedModel } from '../picker/reopen-model.ts';
import { bundledModels } from '../shell/bundled-models.ts';

/** A model that this browser has, by the id that a link uses. */
type FoundModel = { readonly id: string } | { readonly linkedId: string };

/**
 * Finds the model whose files have these digests: bundled for the task, stored, or linked under the name of one of
 * them. A linked model that the browser reads only after a click is found by its name alone.
 * @returns `null` if this browser has none
 */
export async function findModel(
  modelFiles: readonly ResourceDescriptor[],
  task: ScoredTaskId,
): Promise<FoundModel | null> {
  const wantedDigests = modelFiles.map(({ digest }) => digest.sha256).toSorted();
  const haveWantedDigests = (digests: readonly string[]) => digests.toSorted().join() === wantedDigests.join();
  const matches = ({ files }: { readonly files: readonly ModelFile[] }) =>
    haveWantedDigests(files.map(({ sha256 }) => sha256));
  await storedModels.load();
  const bundled = bundledModels.find((model) => model.task === task && matches(model));
  const localModel = bundled ?? storedModels.models.find(matches);
  if (localModel) return { id: localModel.id };
  const unreadIds: string[] = [];
  const linkedCandidates = storedModels.linkedModels.filter(
    ({ id, files }) => files.length === modelFiles.length && modelFiles.some(({ name }) => name === id),
  );
  for (const { id } of linkedCandidates) {
    const files = await openLinkedModel(id);
    if ('kind' in files) unreadIds.push(id);
    else if (haveWantedDigests(await hashFiles(files))) return { linkedId: id };
  }
  return unreadIds[0] === undefined ? null : { linkedId: unreadIds[0] };
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
