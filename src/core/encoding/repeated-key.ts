/** A string, or a character that opens, closes or divides an object or list. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/**
 * The first key that occurs twice in an object of a JSON text; `JSON.parse` would keep only the last value.
 * @param text valid JSON
 * @returns `null` if there is none
 */
export function findRepeatedKey(text: string): string | null {
  /** The keys of the objects that are open; `null` for a list. */
  const open: (Set<string> | null)[] = [];
  let string = '';
  for (const [found] of text.matchAll(token)) {
    if (found === '{' || found === '[') open.push(found === '{' ? new Set() : null);
    else if (found === '}' || found === ']') open.pop();
    else if (found.startsWith('"')) string = found;
    else if (found === ':') {
      const key = JSON.parse(string) as string; // the same key can be written with escapes
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return null;
}
