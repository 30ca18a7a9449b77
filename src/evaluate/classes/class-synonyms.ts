/** Normalises case, spaces, `_` and `-`, which datasets write differently. */
export function simplifyClassName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
}

/** Returns the WordNet id of a name that begins with one, such as `n01440764` or `n01440764_tench`. */
export function listWordNetIds(name: string): readonly string[] {
  const [, id] = /^(n\d{8})(?!\d)/.exec(name) ?? [];
  return id === undefined ? [] : [id];
}

/** Returns the simplified, comma-separated synonyms of a name, without a WordNet id. */
export function listSynonyms(name: string): readonly string[] {
  return name
    .replace(/^n\d{8}(?!\d)/, '')
    .split(',')
    .map(simplifyClassName)
    .filter(Boolean);
}

/** Removes the qualifier of a name, as in `crane (bird)`. */
export function removeQualifier(name: string): string {
  return name.replace(/ \([^()]*\)$/, '');
}
