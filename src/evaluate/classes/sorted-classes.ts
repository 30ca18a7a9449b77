/**
 * Returns the distinct classes, sorted by number if all are whole numbers, otherwise by UTF-16 code unit on every
 * platform.
 */
export function sortClasses(labels: Iterable<string>): string[] {
  const classes = [...new Set(labels)];
  return classes.every((label) => /^\d+$/.test(label))
    ? classes.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
    : classes.sort();
}
