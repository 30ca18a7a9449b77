import type { en } from './en/index.ts';

export type Area = keyof typeof en;

/** The texts of every area. Every language has exactly the keys of English. */
export type Text = { readonly [A in Area]: Awaited<ReturnType<(typeof en)[A]>> };

/** Loaders of the areas of a language; a missing area or text is a type error. */
export type Language = { readonly [A in Area]: () => Promise<Text[A]> };

/** Other tags of the languages of the app: `tl` is Tagalog, on which Filipino is based. */
const aliases: Readonly<Record<string, string>> = { tl: 'fil', zh: 'zh-Hans' };

/**
 * The first of `requested` that is in `available`, otherwise English. Regions and scripts are ignored: texts in
 * Traditional Chinese would be better for `zh-TW`, but Simplified Chinese is closer than English.
 * @param requested tags of BCP 47
 */
export function matchLanguage(requested: readonly string[], available: readonly string[]): string {
  const languages = requested.map((tag) => {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    return aliases[language] ?? language;
  });
  return languages.find((language) => available.includes(language)) ?? 'en';
}
