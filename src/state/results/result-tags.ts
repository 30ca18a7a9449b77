/** Maximum length of a tag; longer tags are truncated. */
export const maxTagCharacters = 40;

/** Normalises a tag to its stored form; empty if nothing is left of it. */
export function normaliseTag(tag: string): string {
  const visible = tag.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').toWellFormed();
  return [...visible.trim()].slice(0, maxTagCharacters).join('').trim();
}

export function addTag(tags: readonly string[], tag: string): readonly string[] {
  return mergeTags(tags, [tag]);
}

export function removeTag(tags: readonly string[], tag: string): readonly string[] {
  return tags.filter((other) => other !== tag);
}

export function renameTag(tags: readonly string[], tag: string, name: string): readonly string[] {
  return normaliseTag(name) === '' || !tags.includes(tag) ? tags : addTag(removeTag(tags, tag), name);
}

/** Merges tags without duplicates, sorted. */
export function mergeTags(tags: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...tags, ...others.map(normaliseTag)])].filter(Boolean).sort();
}
