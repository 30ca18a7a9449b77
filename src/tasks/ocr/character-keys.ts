import { AppError } from '#core/error.ts';

/**
 * PaddleOCR's `en_dict.txt`, 95 characters: the model that has it names no characters, and the list can be written down
 * as three ranges of ASCII.
 */
const english = [...range(0x30, 0x7e), ...range(0x21, 0x2f), ' '];

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
}

/** The characters of a key list, one a line, in the order of the recogniser's classes. A line may be a space. */
export function parseKeys(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/**
 * What each class of a recogniser stands for: nothing (the blank of CTC), the characters of the list, and mostly a
 * space after them. Without a list the English one is taken where it fits.
 * @throws AppError input-invalid where the list is not of that many characters
 */
export function classesOf(classCount: number, keys: readonly string[] | null): string[] {
  const list = keys ?? (classCount === english.length + 2 ? english : null);
  if (list?.length === classCount - 2) return ['', ...list, ' '];
  if (list?.length === classCount - 1) return ['', ...list];
  throw new AppError('input-invalid', {
    name: 'key list',
    got: list ? `${list.length} characters` : 'missing',
    want: `${classCount - 2} or ${classCount - 1} characters, for ${classCount} classes`,
  });
}
