import { AppError } from '#core/errors/error.ts';

/**
 * The 95 characters of PaddleOCR's `en_dict.txt`, which is not in its model file: two ranges of ASCII and the space.
 */
const english = [...listCharacters(0x30, 0x7e), ...listCharacters(0x21, 0x2f), ' '];

function listCharacters(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
}

/** Parses a key list: one character per line, in the order of the recogniser's classes. A line may be a space. */
export function parseKeys(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/**
 * Lists the text of each class of a recogniser: an empty text for the CTC blank, the characters of the list and usually
 * a space. Without a list, the English one is used if its size matches.
 * @throws AppError input-invalid if the list has a different number of characters
 */
export function listCharacterClasses(classCount: number, keys: readonly string[] | null): string[] {
  const list = keys ?? (classCount === english.length + 2 ? english : null);
  if (list?.length === classCount - 2) return ['', ...list, ' '];
  if (list?.length === classCount - 1) return ['', ...list];
  const facts = { name: 'characters', classes: classCount };
  if (!list) throw new AppError('input-invalid', { ...facts, reason: 'keys-missing' });
  throw new AppError('input-invalid', { ...facts, reason: 'keys-wrong-count', characters: list.length });
}
