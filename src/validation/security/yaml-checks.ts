import { abbreviate, type Finding } from './finding.ts';

/** The tags of PyYAML that make Python objects begin with it. */
const pythonPrefix = 'tag:yaml.org,2002:python';
const pythonTag = /!!?python\/[\w/:.]*|tag:yaml\.org,2002:python/i;

/** What is in a YAML file next to a model that is loaded as code. */
export function checkYaml(text: string): Finding[] {
  // Tags may have escapes as URLs have, and U+0085 is a line break of YAML.
  const plain = text
    .replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replaceAll('\u0085', '\n');
  const prefixes = tagPrefixes(plain);
  const tag = pythonTag.exec(plain)?.[0] ?? findPythonTag(prefixes, plain);
  if (tag !== undefined) return [{ code: 'yaml-python', severity: 'high', facts: { tag: abbreviate(tag) } }];
  const [handle] = prefixes.keys();
  return handle === undefined ? [] : [{ code: 'yaml-tag', severity: 'info', facts: { handle: abbreviate(handle) } }];
}

/** What the tag handles stand for, by the %TAG directives; each document of a file has its own. */
function tagPrefixes(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const directives = [...text.matchAll(/^\uFEFF?%TAG[ \t]+(!(?:[\w-]*!)?)[ \t]+(\S+)/gm)];
  const byHandle = Map.groupBy(directives, ([, handle = '']) => handle);
  return new Map([...byHandle].map(([handle, of]) => [handle, new Set(of.map(([, , prefix = '']) => prefix))]));
}

/** The first tag that is one of Python's, written with a handle for the beginning of it. */
function findPythonTag(prefixes: ReadonlyMap<string, ReadonlySet<string>>, text: string): string | undefined {
  const beginnings = new Map(
    [...prefixes].map(([handle, all]) => [handle, [...all].filter((prefix) => pythonPrefix.startsWith(prefix))]),
  );
  for (const [handle, suffix = ''] of text.matchAll(/!(?:[\w-]*!)?(?=([^\s,[\]{}]{1,40}))/g)) {
    if (beginnings.get(handle)?.some((prefix) => (prefix + suffix).startsWith(pythonPrefix))) return handle + suffix;
  }
  return undefined;
}
