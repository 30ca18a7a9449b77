import { matchLanguage, type Area, type Language, type Text } from './language.ts';
import * as ours from './languages.ts';

/** What every page needs. */
const always: readonly Area[] = ['format', 'shell'];

const loaded: { -readonly [A in Area]?: Text[A] } = {};
let language: Language = ours.en;

/** The languages of the app, by their tags. */
export const languageTags = Object.keys(ours);

/**
 * The words of the language in use. An area has to be loaded before it is read: a page's own, which `ui/pages.ts` lists,
 * come with its code.
 */
export const text = loaded as Text;

/**
 * Speaks a language from now on. What was loaded of another one is loaded again; a component that is mounted already
 * keeps its words until it is mounted anew.
 * @param choice a tag, or `system` for the first of the browser's languages that we have
 */
export async function useLanguage(choice: string, languages: Readonly<Record<string, Language>> = ours): Promise<void> {
  const tag = matchLanguage(choice === 'system' ? navigator.languages : [choice], Object.keys(languages));
  language = languages[tag] ?? ours.en;
  const areas = new Set([...always, ...(Object.keys(loaded) as Area[])]);
  await Promise.all([...areas].map((area) => load(area)));
  document.documentElement.lang = tag;
}

/** Loads areas that are not there yet. */
export async function loadText(...areas: readonly Area[]): Promise<void> {
  await Promise.all(areas.filter((area) => !(area in loaded)).map((area) => load(area)));
}

async function load<A extends Area>(area: A): Promise<void> {
  const asked = language;
  const words: Text[A] = await asked[area]();
  if (asked === language) loaded[area] = words;
}
