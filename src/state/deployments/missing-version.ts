import { AppError } from '#core/errors/error.ts';
import { isStorable, readModelId } from '#core/model/model-id.ts';
import { haveSameDigests } from '#deploy/are-same-files.ts';
import type { Version } from '#deploy/deployment.ts';
import { storedModels, toLinkedKey } from '../models/stored-models.svelte.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hashModelFiles } from './model-files.ts';
import { parseVersionLink } from './open-version.ts';

/** Where the files of a version can come from: its origin, or files that the user chooses, with handles if linked. */
type Restoration = 'download' | 'files' | 'linked-files';

/** Lists the numbers of the versions whose model was deleted, cleared by the browser, or forgotten. */
export async function listMissingVersions(versions: readonly Version[]): Promise<readonly number[]> {
  await storedModels.load();
  if (storedModels.errors['store']) return []; // it is not known which are missing; using a version reports the error
  return versions.filter(isMissing).map(({ number }) => number);
}

export function getRestoration(version: Version): Restoration {
  const { model } = parseVersionLink(version);
  if (!model) return 'linked-files';
  return readModelId(model.id).kind === 'copy' ? 'files' : 'download';
}

/**
 * Stores or links the files of a version again. Their names may have changed, but not their SHA-256.
 * @throws AppError deployment-changed if the files are different ones | file-gone | file-unreadable | storage-failed
 */
export async function restoreVersion(version: Version, files: readonly File[]): Promise<void> {
  const { model, linkedId } = parseVersionLink(version);
  const hashed = await hashModelFiles(files);
  const digests = hashed.map(({ sha256 }) => sha256);
  if (version.files.length > 0 && !haveSameDigests(version.files, digests))
    throw new AppError('deployment-changed', { reason: 'other-model-files', version: version.number });
  const key = model ? model.id : toLinkedKey(linkedId ?? '');
  const isRestored = model
    ? await storedModels.restoreCopy(
        model.id,
        files.map((file, index) => restoreName(file, digests[index]!, version)),
      )
    : linkedId !== null && (await storedModels.relinkFiles(linkedId, files));
  if (!isRestored) throw storedModels.errors[key] ?? new AppError('file-gone', { file: version.model });
}

/** Gives a file the name that it had when it was deployed. */
function restoreName(file: File, digest: string, { files }: Version): File {
  const name = files.find(({ sha256 }) => sha256 === digest)?.name ?? file.name;
  return new File([file], name);
}

function isMissing(version: Version): boolean {
  try {
    const { model, linkedId } = parseVersionLink(version);
    if (!model) return !storedModels.linkedModels.some(({ id }) => id === linkedId);
    if (bundledModels.some(({ id }) => id === model.id) || !isStorable(model.id)) return false;
    return !storedModels.models.some(({ id }) => id === model.id);
  } catch {
    return false; // the link cannot be read, which opening the version reports
  }
}
