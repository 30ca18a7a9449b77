/**
 * The first key that occurs twice in an object of a JSON text, of which `JSON.parse` keeps the last value and other
 * readers the first. @param json valid JSON @returns `null` if there is none
 */
export function repeatedKey(json: string): string | null {
  const open: Set<string>[] = [];
  for (const [token, string] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (string !== undefined) {
      const key = JSON.parse(string) as string; // the same key can be written with escapes
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return null;
}
