/** Makes file names unique by a number, also on disks that ignore case: `x`, `x-2`, `X-3`. */
export function toUniqueNames(names: readonly string[]): readonly string[] {
  const used = new Set<string>();
  const toKey = (name: string) => name.normalize().toLowerCase();
  return names.map((name) => {
    let unique = name;
    for (let count = 2; used.has(toKey(unique)); count++) unique = `${name}-${count}`;
    used.add(toKey(unique));
    return unique;
  });
}
