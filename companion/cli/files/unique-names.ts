/**
 * Makes names (without extension) unique by appending numbers, also on case-insensitive file systems: `x`, `x`, `X` become
 * `x`, `x-2`, `X-3`.
 */
export function toUniqueNames(names: readonly string[]): readonly string[] {
  const usedKeys = new Set<string>();
  const toKey = (name: string) => name.normalize().toLowerCase();
  return names.map((name) => {
    let unique = name;
    for (let suffix = 2; usedKeys.has(toKey(unique)); suffix++) unique = `${name}-${suffix}`;
    usedKeys.add(toKey(unique));
    return unique;
  });
}
