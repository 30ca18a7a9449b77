import { AppError } from '#core/errors/error.ts';
import { openItemFile, type ItemFile } from '#evaluate/items/evaluation-item.ts';

/**
 * Opens the current version of an item's file.
 * @throws AppError file-gone | file-unreadable
 */
export async function openDatasetFile(file: ItemFile): Promise<File> {
  return openItemFile(file).catch((thrown: unknown) => {
    const isGone = thrown instanceof DOMException && thrown.name === 'NotFoundError';
    const facts = { file: 'folder' in file ? file.path : file.name, why: String(thrown) };
    throw new AppError(isGone ? 'file-gone' : 'file-unreadable', facts, { cause: thrown });
  });
}
