import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { ResourceDescriptor } from '#hallmark/statement.ts';
import type { TaskId } from '#tasks/index.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { openLinkedModel } from '../picker/reopen-model.ts';
import { bundledModels } from '../shell/bundled-models.ts';

/** How a link names a model of this browser. */
type FoundModel = { readonly id: string } | { readonly linked: string };

/**
 * The model of one file with this digest: bundled for the task, stored, or linked under the same name. A linked file that
 * the browser reads only after a click is found by its name alone.
 * @returns `null` if this browser has none
 */
export async function findModel({ name, digest }: ResourceDescriptor, task: TaskId): Promise<FoundModel | null> {
  const isIt = (files: readonly { readonly sha256: string }[]) =>
    files.length === 1 && files[0]?.sha256 === digest.sha256;
  await storedModels.load();
  const bundled = bundledModels.find((model) => model.task === task && isIt(model.files));
  const found = bundled ?? storedModels.models.find(({ files }) => isIt(files));
  if (found) return { id: found.id };
  const unread: string[] = [];
  for (const { id } of storedModels.linked.filter((linked) => linked.id === name && linked.files.length === 1)) {
    const files = await openLinkedModel(id);
    if ('kind' in files) unread.push(id);
    else if (files[0] && (await sha256Of(files[0])) === digest.sha256) return { linked: id };
  }
  return unread[0] === undefined ? null : { linked: unread[0] };
}

async function sha256Of(file: File): Promise<string> {
  const inspector = new InspectHandle();
  try {
    return await inspector.hash(file);
  } finally {
    inspector.close();
  }
}
