/** A string or a structural character of JSON. */
const tokenPattern = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/**
 * Finds the first key that occurs twice in an object of a JSON text, of which `JSON.parse` returns only the last value.
 * @param text valid JSON
 * @returns `null` if there is none
 */
export function findRepeatedKey(text: string): string | null {
  /** The keys of each open object; `null` for an array. */
  const openKeys: (Set<string> | null)[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(tokenPattern)) {
    if (token === '{' || token === '[') openKeys.push(token === '{' ? new Set() : null);
    else if (token === '}' || token === ']') openKeys.pop();
    else if (token.startsWith('"')) lastString = token;
    else if (token === ':') {
      const key = JSON.parse(lastString) as string; // equal keys can be escaped differently
      const keys = openKeys.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return null;
}
