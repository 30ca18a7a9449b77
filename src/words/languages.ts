import { en } from './en/index.ts';
import type { languageTags } from './language-tags.ts';
import type { Language } from './language.ts';

/** The texts of each language. English is loaded with the app, the others when they are used. */
export const languages: Readonly<Record<(typeof languageTags)[number], () => Promise<Language>>> = {
  en: async () => en,
  'zh-Hans': async () => (await import('./zh-Hans/index.ts')).zhHans,
  fil: async () => (await import('./fil/index.ts')).fil,
  sw: async () => (await import('./sw/index.ts')).sw,
};
