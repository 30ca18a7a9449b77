import type { en } from './en/index.ts';

export type Area = keyof typeof en;

/** The texts of every area. Every language has exactly the keys of English. */
export type Text = { readonly [A in Area]: Awaited<ReturnType<(typeof en)[A]>> };

/** Loaders of the areas of a language; a missing area or text is a type error. */
export type Language = { readonly [A in Area]: () => Promise<Text[A]> };

/** The first of `requested` that is in `available`, as BCP 47 tags compared by primary language; otherwise English. */
export function matchLanguage(requested: readonly string[], available: readonly string[]): string {
  const languages = requested.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return languages.find((language) => available.includes(language)) ?? 'en';
}
