import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { isSafePath } from '#core/model/safe-path.ts';

/**
 * Validates the name of a file that a model references, relative to the model's folder, with `/` between folders.
 * @returns the name if it is inside that folder on every system
 * @throws AppError model-corrupt for any other path
 */
export function checkFileName(name: string, format: string): string {
  if (isSafePath(name)) return name;
  throw createCorruptModelError(format, { reason: 'unsafe-file-name', file: name.slice(0, 80) });
}
