/**
 * Finds the first duplicate key in any object of a JSON text. `JSON.parse` silently returns only the last value of such
 * a key.
 * @param text valid JSON
 * @returns `null` if there is none
 */
export function findDuplicateKey(text: string): string | null {
  /** `null` for an open array. */
  const keysOfOpenObjects: (Set<string> | null)[] = [];
  let lastString: readonly [start: number, end: number] = [0, 0];
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '"') {
      const end = findStringEnd(text, index);
      lastString = [index, end];
      index = end - 1;
    } else if (character === '{') keysOfOpenObjects.push(new Set());
    else if (character === '[') keysOfOpenObjects.push(null);
    else if (character === '}' || character === ']') keysOfOpenObjects.pop();
    else if (character === ':') {
      const key = JSON.parse(text.slice(...lastString)) as string; // parsed, because equal keys can be escaped differently
      const keys = keysOfOpenObjects.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return null;
}

/** Returns the index after a string. A regular expression would overflow the stack on a string of several megabytes. */
function findStringEnd(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charAt(index) !== '"') index += text.charAt(index) === '\\' ? 2 : 1;
  return index + 1;
}
