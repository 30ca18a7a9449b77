import type { LinkedModel } from '#bridge/session-contract.ts';
import { canReadLinkedFiles } from '#records/linked-files.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { listPendingFiles } from '../shell/file-handoff.ts';
import { readHistoryEntry } from '../shell/history-entry.ts';

/** The model named by the page's address, which needs a user action to open again. */
export type ModelToReopen =
  /** The browser requires a click, or permission, to read the files. */
  | { readonly kind: 'linked'; readonly model: LinkedModel }
  /** The files must be chosen again. */
  | { readonly kind: 'files'; readonly names: readonly string[] };

/** Finds the files handed over by another page for this link, unless the history entry is for other files. */
export function findFilesFromOtherPage(linkedId: string | null): readonly File[] {
  const { lastLinked } = storedModels;
  if (linkedId !== null) return lastLinked?.id === linkedId ? lastLinked.files : [];
  const files = listPendingFiles();
  const { files: names } = readHistoryEntry();
  return names === undefined || names.join('/') === files.map(({ name }) => name).join('/') ? files : [];
}

/** Finds the files of the history entry that the user must choose again; `null` if it names none. */
export function findFilesToChooseAgain(field: 'files' | 'baselineFiles' = 'files'): ModelToReopen | null {
  const names = readHistoryEntry()[field] ?? [];
  return names.length > 0 ? { kind: 'files', names } : null;
}

/**
 * Opens the files of a linked model if they can be read without a click, otherwise returns the model that the user must
 * reopen.
 */
export async function openLinkedModel(id: string): Promise<readonly File[] | ModelToReopen> {
  await storedModels.load();
  const model = storedModels.linkedModels.find((linked) => linked.id === id);
  if (!model) return { kind: 'files', names: [id] };
  const files = (await canReadLinkedFiles(model.files)) ? await storedModels.openLinkedFiles(model) : null;
  return files ?? { kind: 'linked', model };
}
