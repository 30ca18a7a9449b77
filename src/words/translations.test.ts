import { describe, expect, test } from 'vitest';
import { en } from './en/index.ts';
import { languageTags } from './language-tags.ts';
import { languages } from './languages.ts';
import { readPlaces, type Place } from './source-texts.fixture.ts';
import { codes, isTerm, englishWord } from './terms.fixture.ts';

const sources: Readonly<Record<string, string>> = import.meta.glob('./*/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

type Places = ReadonlyMap<string, Place>;

/** Reads the texts of a language by file and path, such as `shell/shell.ts shell.name`. */
function readLanguagePlaces(tag: string): Places {
  const files = Object.entries(sources).filter(([file]) => file.startsWith(`./${tag}/`));
  return new Map(
    files.flatMap(([file, code]) =>
      [...readPlaces(code)].map(([path, place]) => [`${file.slice(tag.length + 3)} ${path}`, place] as const),
    ),
  );
}

/** Number parameters that only choose between singular and plural. */
const pluralOnly = new Set(['evaluate/metrics.ts scores.failed: 0', 'evaluate/metrics.ts items: 1']);

/** Finds the paths at which a translation ignores a parameter that English uses. */
function findLostValues(english: Places, translation: Places): string[] {
  return [...english].flatMap(([place, { used }]) => {
    const theirs = translation.get(place)?.used;
    const lost = theirs ? [...used].filter((value) => !theirs.has(value)) : [];
    return lost.map((value) => `${place}: ${value}`).filter((found) => !pluralOnly.has(found));
  });
}

/** The texts of a translation that are also English, unless they consist of names and terms of the language. */
function findEnglishTexts(tag: string, english: Places, translation: Places): string[] {
  const all = new Set(Array.from(english.values(), ({ texts }) => Array.from(texts)).flat());
  return [...translation].flatMap(([place, { texts }]) =>
    [...texts]
      .filter((text) => (all.has(text) ? !isTerm(text, tag) : englishWord.test(text)))
      .map((text) => `${place}: ${text}`)
      .filter((found) => !codes.some((code) => code.test(found))),
  );
}

/** The keys of texts by path, each with its kind. */
function listKinds(words: unknown, path = ''): string[] {
  if (typeof words !== 'object' || words === null) return [`${path}: ${typeof words}`];
  return Object.entries(words).flatMap(([key, value]) => listKinds(value, `${path}.${key}`));
}

const english = readLanguagePlaces('en');

describe.each(languageTags.filter((tag) => tag !== 'en'))('in %s', (tag) => {
  const translation = readLanguagePlaces(tag);

  test('every area has the keys of English, with texts of the same kind', async () => {
    const language = await languages[tag]();
    for (const area of Object.keys(en) as (keyof typeof en)[]) {
      expect(listKinds(await language[area](), area)).toEqual(listKinds(await en[area](), area));
    }
  });

  test('every text inserts the same values as the English text', () => {
    expect([...english.keys()].filter((place) => translation.has(place)).length / english.size).toBeGreaterThan(0.9);
    expect(findLostValues(english, translation)).toEqual([]);
  });

  test('no text is left in English', () => {
    expect(findEnglishTexts(tag, english, translation)).toEqual([]);
  });
});

const places = (code: string): Places => new Map(readPlaces(code));

test('detects a value missing from a translation, but not another plural form', () => {
  const source = places(
    "const x = { a: ({ name, n }) => `${name}: ${n === 1 ? 'one' : n}`, b: (facts) => fact(facts, 'file', 'a file') };",
  );
  const kept = places('const x = { a: ({ name: called, n }) => `${n}: ${called}`, b: (f) => `${f.file}!` };');
  const lost = places('const x = { a: ({ n }) => `${n}`, b: () => `!` };');
  const singular = places("const x = { a: ({ name, n }) => (n === 1 ? name : name), b: (facts) => facts['file'] };");
  expect(findLostValues(source, kept)).toEqual([]);
  expect(findLostValues(source, lost)).toEqual(['x.a: 0.name', 'x.b: 0.file']);
  expect(findLostValues(source, singular)).toEqual(['x.a: 0.n']);
});

test('detects English texts, but not names, terms of the language and codes', () => {
  const source = places("const x = { a: 'Open the file', b: 'ONNX Runtime', c: 'Chat', d: (s) => s === 'open' };");
  expect(findEnglishTexts('sw', source, source)).toEqual(['x.a: Open the file', 'x.c: Chat']);
  expect(findEnglishTexts('fil', source, source)).toEqual(['x.a: Open the file']);
  expect(findEnglishTexts('fil', source, places("const x = { a: 'Buksan the file' };"))).toEqual([
    'x.a: Buksan the file',
  ]);
});
