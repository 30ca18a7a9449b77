import { expect, test } from 'vitest';
import { en as areas } from './en/index.ts';
import type { Text } from './language.ts';

/** The code of the pages and of texts that use other texts. */
const sources: Readonly<Record<string, string>> = import.meta.glob(
  [
    '#ui/**/*.svelte',
    '#ui/**/*.ts',
    '#words/device-facts.ts',
    '#words/device-speeds.ts',
    '#words/fact-text.ts',
    '#words/hallmark-facts.ts',
    '#words/header-rows.ts',
    '#words/en/gates/gate-results.ts',
    '!**/*.test.ts',
  ],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

const en = Object.fromEntries(
  await Promise.all(Object.entries(areas).map(async ([area, load]) => [area, await load()] as const)),
) as unknown as Text;

type Path = readonly string[];

/** Finds constants that hold an area or object of texts, not the string that a text function returns. */
const constant = /\bconst (\w+|\{[^}]*\}) = (?:\$derived\()?(?=[\w.[\]]+[;)}])/g;
const property = /^\??\.(\w+)/;

/** Every text, function or list of texts, by its path: `chat.settings.seed`. */
function listLeaves(words: object, above: Path = []): Path[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const path = above.concat(key);
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isTable ? listLeaves(value, path) : [path];
  });
}

/** The properties after `code[at]`, such as `.settings[name].help`; a computed index is `*`. */
function readProperties(code: string, offset: number): Path {
  const [all, name] = property.exec(code.slice(offset, offset + 80)) ?? [];
  if (all && name) return [name, ...readProperties(code, offset + all.length)];
  if (code[offset] !== '[') return [];
  let depth = 0;
  let end = offset;
  do {
    if (code[end] === '[') depth++;
    if (code[end] === ']') depth--;
    end++;
  } while (depth > 0 && end < code.length);
  return ['*', ...readProperties(code, end)];
}

/** The paths that one file reads; `names` are the constants of other files that contain texts. */
function listPathsRead(code: string, names: ReadonlyMap<string, Path>): Path[] {
  const known = new Map(names);
  const read: Path[] = [];
  const pathAt = (offset: number): Path | null => {
    const [name = ''] = /^\w+/.exec(code.slice(offset, offset + 80)) ?? [];
    const path = known.get(name);
    return path ? [...path, ...readProperties(code, offset + name.length)] : null;
  };
  const declarations = [...code.matchAll(constant)];
  for (const { 0: all, 1: target = '', index } of declarations) {
    const path = pathAt(index + all.length);
    if (!path) continue;
    if (!target.startsWith('{')) known.set(target, path);
    else
      for (const [, from = '', to = from] of target.matchAll(/(\w+)(?:: (\w+))?/g)) {
        known.set(to, [...path, from]);
        read.push([...path, from]);
      }
  }
  const declared = new Set(declarations.map(({ 0: all, index }) => index + all.length));
  for (const { 0: name, index } of code.matchAll(/(?<![\w.])\w+(?=[.?[])/g)) {
    const path = known.has(name) && !declared.has(index) ? pathAt(index) : null;
    if (path) read.push(/Object\.\w+\($/.test(code.slice(0, index)) ? [...path, '*'] : path);
  }
  return read;
}

function findUnread(words: object): string[] {
  const inPages = new Map<string, Path>([['text', []]]);
  const inTexts = new Map(Object.keys(words).map((name): [string, Path] => [name, [name]]));
  const read = Object.entries(sources).flatMap(([file, code]) =>
    listPathsRead(code, file.startsWith('/src/words/en/') ? inTexts : inPages),
  );
  const isRead = (leaf: Path) =>
    read.some((path) => leaf.every((key, index) => path[index] === key || path[index] === '*'));
  return listLeaves(words)
    .filter((leaf) => !isRead(leaf))
    .map((leaf) => leaf.join('.'));
}

test('every text is used', () => {
  expect(findUnread(en)).toEqual([]);
});

test('detects an unused text, regardless of the names of its siblings', () => {
  const { conversation } = en.chat;
  expect(findUnread({ ...en, chat: { ...en.chat, conversation: { ...conversation, title: '', send2: '' } } })).toEqual([
    'chat.conversation.title',
    'chat.conversation.send2',
  ]);
});
