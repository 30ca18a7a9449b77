import type { Area, Language } from './language.ts';
import { en } from './en/index.ts';

/** A pseudo-locale: English in brackets, so text that does not come from it is detected. */
export const pseudoLocale = Object.fromEntries(
  Object.entries(en).map(([area, load]) => [area, async () => bracket(await load())]),
) as Record<Area, unknown> as Language;

function bracket(words: unknown): unknown {
  if (typeof words === 'string') return `[${words}]`;
  if (typeof words === 'function') return (...values: unknown[]) => bracket(Reflect.apply(words, null, values));
  if (Array.isArray(words)) return words.map(bracket);
  if (typeof words !== 'object' || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, bracket(value)]));
}
