import { abbreviate, type Finding } from './finding.ts';

/** The start of the tags with which PyYAML creates Python objects. */
const pythonPrefix = 'tag:yaml.org,2002:python';
const pythonTag = /!!?python\/[\w/:.]*|tag:yaml\.org,2002:python/i;

/** Checks a YAML file next to a model for tags that create Python objects. */
export function checkYaml(text: string): Finding[] {
  // Tags can have the escapes of URLs, and U+0085 is a line break in YAML.
  const decoded = text
    .replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replaceAll('\u0085', '\n');
  const prefixes = readTagPrefixes(decoded);
  const tag = pythonTag.exec(decoded)?.[0] ?? findPythonTag(prefixes, decoded);
  if (tag !== undefined) return [{ code: 'yaml-python', severity: 'high', facts: { tag: abbreviate(tag) } }];
  const [handle] = prefixes.keys();
  return handle === undefined ? [] : [{ code: 'yaml-tag', severity: 'info', facts: { handle: abbreviate(handle) } }];
}

/** Reads the prefixes that %TAG directives define for tag handles; each document of a file has its own directives. */
function readTagPrefixes(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const directives = [...text.matchAll(/^\uFEFF?%TAG[ \t]+(!(?:[\w-]*!)?)[ \t]+(\S+)/gm)];
  const byHandle = Map.groupBy(directives, ([, handle = '']) => handle);
  return new Map(
    [...byHandle].map(([handle, handleDirectives]) => [
      handle,
      new Set(handleDirectives.map(([, , prefix = '']) => prefix)),
    ]),
  );
}

/** Finds the first Python tag whose start is written as a handle. */
function findPythonTag(prefixes: ReadonlyMap<string, ReadonlySet<string>>, text: string): string | undefined {
  const beginnings = new Map(
    [...prefixes].map(([handle, all]) => [handle, [...all].filter((prefix) => pythonPrefix.startsWith(prefix))]),
  );
  for (const [handle, suffix = ''] of text.matchAll(/!(?:[\w-]*!)?(?=([^\s,[\]{}]{1,40}))/g)) {
    if (beginnings.get(handle)?.some((prefix) => (prefix + suffix).startsWith(pythonPrefix))) return handle + suffix;
  }
  return undefined;
}
