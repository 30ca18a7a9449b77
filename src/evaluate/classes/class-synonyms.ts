/** A name without what data sets write differently: case, spaces, `_` and `-`. */
export function simplifyClassName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
}

/** The WordNet id of a synset such as `n01440764` or `n01440764_tench`, if the name begins with one. */
export function parseWordNetId(name: string): readonly string[] {
  const [, id] = /^(n\d{8})(?!\d)/.exec(name) ?? [];
  return id === undefined ? [] : [id];
}

/** The simple names that a name lists, between commas, without a WordNet id. */
export function listSynonyms(name: string): readonly string[] {
  return name
    .replace(/^n\d{8}(?!\d)/, '')
    .split(',')
    .map(simplifyClassName)
    .filter(Boolean);
}

/** A name without the addition that distinguishes it, as in `crane (bird)`. */
export function withoutQualifier(name: string): string {
  return name.replace(/ \([^()]*\)$/, '');
}
