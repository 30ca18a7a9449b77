/** Class names by id. */
export type ClassNames = ReadonlyMap<number, string>;

/** Parses a list with one name per line, such as `classes.txt` or darknet's `obj.names`. */
export function parseClassLines(text: string): ClassNames {
  const lines = text.trimEnd().split('\n');
  return new Map(lines.map((line, id): [number, string] => [id, line.trim()]).filter(([, name]) => name !== ''));
}

/**
 * Parses the `names` of a YOLO `data.yaml`: a list or map in block or flow style. Other YAML is ignored.
 * @returns `null` if there are none
 */
export function parseYamlNames(text: string): ClassNames | null {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^names\s*:/.test(line));
  if (start === -1) return null;
  const [line = '', ...followingLines] = lines.slice(start);
  const firstValue = removeComment(line.slice(line.indexOf(':') + 1)).trim();
  const entries =
    firstValue === ''
      ? splitBlockEntries(followingLines)
      : splitFlowEntries([firstValue, ...followingLines].join('\n'));
  const names = new Map<number, string>();
  for (const entry of entries) {
    const [, id, name = entry] = /^["']?(\d+)["']?\s*:\s+(.*)$/.exec(entry) ?? [];
    names.set(id === undefined ? names.size : Number(id), parseScalar(name));
  }
  return names.size > 0 ? names : null;
}

/** Splits lines of `- name` or `0: name` into entries without the dash. */
function splitBlockEntries(lines: readonly string[]): string[] {
  const entries: string[] = [];
  for (const line of lines.map(removeComment).filter((line) => line.trim() !== '')) {
    const [, item, pair] = /^\s*(?:-\s+(\S.*)|(["']?\d+["']?\s*:\s.*))$/.exec(line) ?? [];
    if (item === undefined && pair === undefined) break;
    entries.push((item ?? pair ?? '').trim());
  }
  return entries;
}

/** Splits `[a, b]` or `{0: a, 1: b}` at commas outside of quotes. */
function splitFlowEntries(text: string): string[] {
  if (!/^[[{]/.test(text)) return [];
  const end = text.startsWith('[') ? ']' : '}';
  const entries: string[] = [];
  let [from, quote] = [1, ''];
  for (let index = 1; index < text.length; index++) {
    const char = text.charAt(index);
    if (quote === '"' && char === '\\') index++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (
      (char === '"' || char === "'") &&
      text
        .slice(from, index)
        .trim()
        .replace(/^\d+\s*:/, '')
        .trim() === ''
    )
      quote = char;
    else if (char === ',' || char === end) {
      entries.push(text.slice(from, index).trim());
      from = index + 1;
      if (char === end) return entries.filter(Boolean);
    }
  }
  return [];
}

function removeComment(line: string): string {
  return /["']/.test(line) ? line : line.replace(/(^|\s)#.*$/, '');
}

function parseScalar(text: string): string {
  const trimmed = text.trim();
  const [, double, single] = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')/.exec(trimmed) ?? [];
  if (double !== undefined) return double.replaceAll(/\\(.)/g, '$1');
  return single === undefined ? trimmed : single.replaceAll("''", "'");
}
