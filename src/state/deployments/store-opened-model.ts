import { AppError } from '#core/errors/error.ts';
import { isModelId } from '#core/model/model-id.ts';
import { haveSameDigests } from '#deploy/are-same-files.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import type { RunSetup } from '../run/run-setup.svelte.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hashModelFiles } from './model-files.ts';

interface StoreOptions {
  readonly signal: AbortSignal;
  /** Called with the bytes copied so far; never if the same files are stored already. */
  readonly onCopied: (copiedBytes: number) => void;
}

/**
 * Whether the open model consists of chosen files that a link cannot open again, so that a deployment has to store
 * them.
 */
export function needsStoredCopy({ link, model }: RunSetup): boolean {
  return model.opened !== null && link.model === null && link.linkedId === null;
}

/**
 * Finds the stored or bundled model with the digests of the chosen files, or else stores a copy of them.
 * @returns its id, with which a link opens it again
 * @throws AppError storage-failed | file-gone | file-unreadable | aborted
 */
export async function storeOpenedModel(setup: RunSetup, { signal, onCopied }: StoreOptions): Promise<string> {
  const { files } = setup;
  const id = (await findSameModel(setup)) ?? (await storedModels.storeCopy(files, { signal, onCopied }));
  if (signal.aborted || setup.files !== files) throw new AppError('aborted');
  if (id === null) throw storedModels.errors['copy'] ?? new AppError('storage-failed', { reason: 'disk-full' });
  return id;
}

/** Finds the id of the stored or bundled model with the digests of the chosen files; `null` if there is none. */
async function findSameModel({ files, link }: RunSetup): Promise<string | null> {
  await storedModels.load();
  const { errors, storageQuota } = storedModels;
  if (errors['store']) throw errors['store'];
  if (storageQuota?.backend === 'memory') throw new AppError('storage-failed', { reason: 'storage-blocked' });
  const digests = (await hashModelFiles(files)).map(({ sha256 }) => sha256);
  const models = [...storedModels.models, ...bundledModels.filter(({ task }) => task === link.task)];
  return models.find((model) => isModelId(model.id) && haveSameDigests(model.files, digests))?.id ?? null;
}
