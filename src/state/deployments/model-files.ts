import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { ModelFile } from '#core/model/model.ts';
import type { ModelReference } from '#links/run-link.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { bundledModels } from '../shell/bundled-models.ts';

/**
 * Lists the files of a bundled or stored model, with their recorded digests.
 * @returns empty if the files are not known, as for a model in the companion
 */
export async function listModelFiles({ id }: ModelReference): Promise<readonly ModelFile[]> {
  const bundled = bundledModels.find((model) => model.id === id);
  if (bundled) return bundled.files;
  await storedModels.load();
  return storedModels.models.find((model) => model.id === id)?.files ?? [];
}

/** Hashes the user's files. @throws AppError file-gone | file-unreadable */
export async function hashModelFiles(files: readonly File[]): Promise<readonly ModelFile[]> {
  const inspector = new InspectHandle();
  try {
    const hashed: ModelFile[] = [];
    for (const file of files)
      hashed.push({ name: file.name, sizeBytes: file.size, sha256: await inspector.hash(file) });
    return hashed;
  } finally {
    inspector.close();
  }
}
