import { fromHallmarkFile } from './hallmark-file.ts';
import type { Hallmark } from '../hallmark.ts';
import { fromHallmarkLink } from './hallmark-link.ts';

/**
 * Reads a hallmark from the text of a file or from a link.
 * @throws AppError link-invalid | hallmark-invalid
 */
export function readHallmark(text: string): Promise<Hallmark> {
  return text.trimStart().startsWith('{') ? fromHallmarkFile(text) : fromHallmarkLink(text);
}
