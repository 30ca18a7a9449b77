import { AppError } from '#core/errors/error.ts';
import type { MaskGroundTruth } from '#core/task/evaluation.ts';
import type { DatasetFile } from '../labelled-dataset.ts';
import { readPngMask } from './png-mask.ts';

/**
 * Reads the class of every pixel of a mask.
 * @param labels class names by id
 * @throws AppError file-unreadable | errors from `file.open`
 */
export async function readMask(file: DatasetFile, labels: readonly string[]): Promise<MaskGroundTruth> {
  const opened = await file.open();
  const mask = await readPngMask(new Uint8Array(await opened.arrayBuffer()));
  if (!mask) throw new AppError('file-unreadable', { file: file.path, reason: 'not-a-mask' });
  return { kind: 'mask', ...mask, labels };
}
