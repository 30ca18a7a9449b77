import { en } from './en/index.ts';
import type { Language } from './language.ts';

/** The languages by their BCP 47 tags. English is loaded with the app, the others when they are used. */
export const languages = {
  en: async () => en,
  fil: async () => (await import('./fil/index.ts')).fil,
  'zh-Hans': async () => (await import('./zh-Hans/index.ts')).zhHans,
} satisfies Readonly<Record<string, () => Promise<Language>>>;
