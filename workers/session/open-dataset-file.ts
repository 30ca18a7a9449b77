import { AppError } from '#core/errors/error.ts';
import type { ItemFile } from '#evaluate/items/evaluation-item.ts';

/** The file of an item, as it is on disk now. @throws AppError file-gone | file-unreadable */
export async function openDatasetFile(file: ItemFile): Promise<File> {
  if (file instanceof File) return file;
  return file.getFile().catch((thrown: unknown) => {
    const isGone = thrown instanceof DOMException && thrown.name === 'NotFoundError';
    throw new AppError(
      isGone ? 'file-gone' : 'file-unreadable',
      { file: file.name, why: String(thrown) },
      { cause: thrown },
    );
  });
}
