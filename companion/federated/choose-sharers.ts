/**
 * Chooses the participants that go on with a turn, so that each can read the shares of all others. Of two, one of whom
 * reports the other, at least one lies, but which one cannot be known. Those in the most reports are left out first: a
 * participant whose shares nobody can read, or that reports everyone. Of a single pair both are left out, so that a liar
 * cannot exclude another without itself.
 * @param reports for each participant, those whose shares it could not read
 */
export function chooseSharers(reports: ReadonlyMap<string, readonly string[]>): string[] {
  let pairs = [...reports].flatMap(([reporter, reported]) =>
    [...new Set(reported)].filter((key) => key !== reporter && reports.has(key)).map((key) => [reporter, key] as const),
  );
  const sharers = new Set(reports.keys());
  while (pairs.length > 0) {
    const counts = new Map<string, number>();
    for (const key of pairs.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
    const max = Math.max(...counts.values());
    for (const [key, count] of counts) if (count === max) sharers.delete(key);
    pairs = pairs.filter((pair) => pair.every((key) => sharers.has(key)));
  }
  return [...sharers].sort();
}
