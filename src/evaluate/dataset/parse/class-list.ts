/** Class names by id. */
export type ClassNames = ReadonlyMap<number, string>;

/** Parses a list with one name per line, such as `classes.txt` or darknet's `obj.names`. */
export function parseClassLines(text: string): ClassNames {
  const lines = text.trimEnd().split('\n');
  return new Map(lines.map((line, id): [number, string] => [id, line.trim()]).filter(([, name]) => name !== ''));
}

/**
 * Parses the `names` of a YOLO `data.yaml`: a list, or a map from ids. Items without a name are omitted.
 * @returns `null` if there are none, or if the text is not valid YAML
 */
export async function parseYamlNames(text: string): Promise<ClassNames | null> {
  const { parseDocument } = await import('yaml'); // imported on demand, because the library is large and few datasets have a YAML file
  let root: unknown;
  try {
    // In this schema all values are strings, such as a class named "no" or "2".
    const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error' });
    if (document.errors.length > 0) return null;
    root = document.toJS({ mapAsMap: true });
  } catch {
    return null; // nested too deeply, or with too many aliases
  }
  const names: unknown = root instanceof Map ? root.get('names') : null;
  if (!Array.isArray(names) && !(names instanceof Map)) return null;
  const entries = [...names.entries()].filter(
    (entry): entry is [string | number, string] =>
      /^\d+$/.test(String(entry[0])) && typeof entry[1] === 'string' && entry[1].trim() !== '',
  );
  return entries.length > 0 ? new Map(entries.map(([id, name]) => [Number(id), name.trim()])) : null;
}
