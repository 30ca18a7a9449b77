import { matchLanguage, type Area, type Language, type Text } from './language.ts';
import * as ours from './languages.ts';

/** The areas that every page needs. */
const always: readonly Area[] = ['format', 'shell'];

const loaded: { -readonly [A in Area]?: Text[A] } = {};
let language: Language = ours.en;

/** The languages of the app, by their tags. */
export const languageTags = Object.keys(ours);

/**
 * The texts of the current language. An area must be loaded before it is read; the areas of a page, which `ui/pages.ts`
 * lists, are loaded along with its code.
 */
export const text = loaded as Text;

/**
 * Changes the language. Loaded areas are loaded again in the new language; mounted components do not change until they
 * are mounted again.
 * @param choice a tag, or `system` for the first of the browser's languages that is available
 */
export async function useLanguage(choice: string, languages: Readonly<Record<string, Language>> = ours): Promise<void> {
  const tag = matchLanguage(choice === 'system' ? navigator.languages : [choice], Object.keys(languages));
  language = languages[tag] ?? ours.en;
  const areas = new Set([...always, ...(Object.keys(loaded) as Area[])]);
  await Promise.all([...areas].map((area) => load(area)));
  document.documentElement.lang = tag;
}

/** Loads areas that are not loaded yet. */
export async function loadText(...areas: readonly Area[]): Promise<void> {
  await Promise.all(areas.filter((area) => !(area in loaded)).map((area) => load(area)));
}

async function load<A extends Area>(area: A): Promise<void> {
  const requested = language;
  const words: Text[A] = await requested[area]();
  if (requested === language) loaded[area] = words;
}
