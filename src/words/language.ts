import type { en } from './en/index.ts';

export type Area = keyof typeof en;

/** The words of every area. English is the model: another language has exactly its keys. */
export type Text = { readonly [A in Area]: Awaited<ReturnType<(typeof en)[A]>> };

/** How the areas of a language are loaded; one that lacks an area, or a word of it, is a type error. */
export type Language = { readonly [A in Area]: () => Promise<Text[A]> };

/** The first of `wanted` that is among `spoken`, both BCP 47 tags, compared by their language alone; else English. */
export function matchLanguage(wanted: readonly string[], spoken: readonly string[]): string {
  const languages = wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return languages.find((language) => spoken.includes(language)) ?? 'en';
}
