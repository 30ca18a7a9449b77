import { matchLanguage, type Area, type Language, type Text } from './language.ts';
import { languages as ours } from './languages.ts';

/** The areas that every page needs. */
const always: readonly Area[] = ['format', 'shell'];

const loaded: { -readonly [A in Area]?: Text[A] } = {};
let language: Promise<Language> = ours.en();

/**
 * The texts of the current language. An area must be loaded before it is read; the areas of a page, which `ui/pages.ts`
 * lists, are loaded along with its code.
 */
export const text = loaded as Text;

/**
 * Changes the language. Loaded areas are loaded again in the new language; mounted components do not change until they
 * are mounted again.
 * @param choice a tag, or `system` for the first of the browser's languages that is available
 * @throws if the language cannot be loaded; the current language then remains
 */
export async function useLanguage(
  choice: string,
  languages: Readonly<Record<string, () => Promise<Language>>> = ours,
): Promise<void> {
  const tag = matchLanguage(choice === 'system' ? navigator.languages : [choice], Object.keys(languages));
  const before = language;
  const requested = (languages[tag] ?? ours.en)();
  language = requested;
  try {
    const words = await requested;
    const areas = [...new Set([...always, ...(Object.keys(loaded) as Area[])])];
    const texts = await Promise.all(areas.map(async (area) => [area, await words[area]()] as const));
    if (language !== requested) return;
    Object.assign(loaded, Object.fromEntries(texts));
    document.documentElement.lang = tag;
  } catch (error) {
    if (language === requested) language = before;
    throw error;
  }
}

/** Loads areas that are not loaded yet. */
export async function loadText(...areas: readonly Area[]): Promise<void> {
  await Promise.all(areas.filter((area) => !(area in loaded)).map((area) => load(area)));
}

async function load<A extends Area>(area: A): Promise<void> {
  const requested = language;
  const words: Text[A] = await (await requested)[area]();
  if (requested === language) loaded[area] = words;
  else await load(area);
}
