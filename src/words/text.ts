import type { en } from './en/index.ts';

/** Every language has exactly these keys. */
export type Text = typeof en;

/** One line per language, loaded only when chosen. */
const languages = {
  en: () => import('./en/index.ts').then((module): Text => module.en),
} satisfies Record<string, () => Promise<Text>>;

/** The words of the chosen language; set once, before anything is mounted. */
export let text: Text;

/** Takes the first of the browser's languages that we speak, else English. */
export async function loadText(): Promise<void> {
  const spoken = navigator.languages.map((language) => language.split('-')[0] ?? '');
  const chosen = spoken.find((language): language is keyof typeof languages => language in languages) ?? 'en';
  text = await languages[chosen]();
  document.documentElement.lang = chosen;
}
