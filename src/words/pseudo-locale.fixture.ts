import type { Area, Language } from './language.ts';
import { en } from './en/index.ts';

/** A pseudo-locale: English in brackets, so text that does not come from it is detected. */
export const pseudoLocale = Object.fromEntries(
  Object.entries(en).map(([area, load]) => [area, async () => addBrackets(await load())]),
) as Record<Area, unknown> as Language;

function addBrackets(words: unknown): unknown {
  if (typeof words === 'string') return `[${words}]`;
  if (typeof words === 'function') return (...values: unknown[]) => addBrackets(Reflect.apply(words, null, values));
  if (Array.isArray(words)) return words.map(addBrackets);
  if (typeof words !== 'object' || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, addBrackets(value)]));
}
