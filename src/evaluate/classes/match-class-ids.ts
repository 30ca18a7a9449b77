interface ClassIdMatches {
  /** The model's label by class. */
  readonly matched: ReadonlyMap<string, string>;
  /** The class id of the first label. */
  readonly firstId: 0 | 1;
}

/**
 * Matches numeric classes to labels by index, from 0, or from 1 if the last class then has the last label. A first
 * label `background` is skipped, unless the last class would then have no label.
 * @returns `null` if not all classes are numbers
 */
export function matchClassIds(classes: readonly string[], labels: readonly string[]): ClassIdMatches | null {
  if (classes.length === 0 || !classes.every((name) => /^\d{1,9}$/.test(name))) return null;
  const ids = classes.map(Number).sort((a, b) => a - b);
  const [first, last] = [ids[0] ?? 0, ids.at(-1) ?? 0];
  const candidates = /^background$/i.test(labels[0] ?? '') && last < labels.length - 1 ? labels.slice(1) : labels;
  const firstId = first > 0 && last === candidates.length ? 1 : 0;
  const matched = new Map<string, string>();
  for (const name of classes) {
    const label = candidates[Number(name) - firstId];
    if (label !== undefined) matched.set(name, label);
  }
  return { matched, firstId };
}
