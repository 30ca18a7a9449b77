import { existsSync, readFileSync } from 'node:fs';
import { AppError } from '#core/errors/error.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import { verifyHallmark, type VerifiedHallmark } from '#hallmark/verify.ts';
import { checkFile } from './check-options.ts';
import { UsageError } from '../command.ts';
import { formatErrorMessage } from '../print/print-error.ts';

/** Whether an argument names a hallmark: its file or its link. */
export const isHallmark = (name: string) => /\.hallmark\.json$/i.test(name) || name.includes('#/h/');

/**
 * Reads the text of a hallmark file. Returns a link unchanged.
 * @throws UsageError
 */
export function readHallmarkContent(source: string): string {
  if (existsSync(source)) {
    checkFile(source, 'expected a .hallmark.json file');
    return readFileSync(source, 'utf8');
  }
  const isPath = /[\\/]/.test(source) && !/#|^https?:/i.test(source);
  if (isPath || /\.json$/i.test(source)) throw new UsageError(`there is no file "${source}"`);
  return source;
}

/**
 * Reads and verifies a hallmark.
 * @throws UsageError if the hallmark is rejected
 */
export async function readHallmarkArgument(option: string, source: string): Promise<VerifiedHallmark> {
  const content = readHallmarkContent(source);
  try {
    return await verifyHallmark(await readHallmark(content));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new UsageError(`--${option}: ${formatErrorMessage(error)}`, { cause: error });
  }
}
